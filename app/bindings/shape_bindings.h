#pragma once

#include <QObject>
#include <filesystem>
#include <optional>
#include <stop_token>

#include "app/bindings/bound_parts.h"
#include "app/bindings/style_bindings.h"
#include "app/controllers/request_ids.h"
#include "app/workers/bench_messages.h"

namespace molloquy::app {

/// What is computed about a structure so that it can be looked at: charges, shares of logP and
/// labels by atom; ribbons, surface and contacts where they are wanted.
class ShapeBindings : public QObject {
  Q_OBJECT

 public:
  ShapeBindings(const BoundParts& parts, StyleBindings& style, RequestIds& ids);
  ~ShapeBindings() override;

  /// Writes what is seen as triangles.
  void saveModel(const std::filesystem::path& path);
  /// Charges of a better method take the place of Gasteiger's.
  void takeCharges(const std::vector<double>& charges);

 public Q_SLOTS:
  void onPropertiesReady(const PropertiesReady& message);
  void onShapesReady(const ShapesReady& message);
  void onModelWritten(const ModelFileWritten& message);
  void onFailed(const RequestFailed& message);

 Q_SIGNALS:
  void propertiesRequested(const PropertiesRequest& request);
  void shapesRequested(const ShapesRequest& request);
  void modelRequested(const ModelFileRequest& request);

 protected:
  bool eventFilter(QObject* watched, QEvent* event) override;

 private:
  void requestProperties();
  void requestShapes();
  [[nodiscard]] ShapesRequest seen(RequestId id) const;
  void showShapes(std::shared_ptr<const render::StructureShapes> shapes);

  BoundParts m_parts;
  StyleBindings& m_style;
  RequestIds& m_ids;
  std::optional<RequestId> m_propertiesId;
  render::AtomValues m_values;
  std::optional<RequestId> m_shapesId;
  std::optional<RequestId> m_modelId;
  std::shared_ptr<const render::StructureShapes> m_shapes;  ///< on the screen.
  std::stop_source m_stop;
  /// What the shapes on the screen, or on their way, were made of.
  ConformerPtr m_shapesOf;
  render::ViewStyle m_shapesStyle;
};

}  // namespace molloquy::app
