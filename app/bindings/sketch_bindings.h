#pragma once

#include <QObject>
#include <memory>
#include <optional>
#include <vector>

#include "app/bindings/bound_parts.h"
#include "app/controllers/request_ids.h"
#include "app/workers/bench_messages.h"
#include "widgets/sketch/sketch_editor.h"

namespace molloquy::app {

/// The 2D editor over the same document. A drawing belongs to a molecule: after an undo the
/// molecule that comes back brings its drawing along.
class SketchBindings : public QObject {
  Q_OBJECT

 public:
  SketchBindings(const BoundParts& parts, RequestIds& ids);

 public Q_SLOTS:
  void onLayoutReady(const LayoutReady& message);
  void onFailed(const RequestFailed& message);

 Q_SIGNALS:
  void layoutRequested(const LayoutRequest& request);

 private:
  void bindEditor();
  void showMolecule();
  void request(LayoutRequest request);
  void show(const chem::Layout2D& layout);
  void remember(const MoleculePtr& molecule, const chem::Layout2D& layout);
  void showUndo();

  BoundParts m_parts;
  RequestIds& m_ids;
  widgets::SketchEditor& m_editor;
  /// The newest drawings, the oldest first.
  std::vector<std::pair<std::weak_ptr<const chem::Molecule>, chem::Layout2D>> m_drawings;
  std::optional<RequestId> m_request;
  bool m_wanted = false;  ///< the molecule on the bench has no drawing yet.
};

}  // namespace molloquy::app
