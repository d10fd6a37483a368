#include "app/bindings/shape_bindings.h"

#include <QEvent>
#include <utility>

#include "widgets/frame/banner.h"
#include "widgets/frame/status_bar.h"
#include "widgets/inspector/lower_panel.h"
#include "widgets/inspector/structure_tables.h"
#include "widgets/viewport/molecule_viewport.h"
#include "widgets/viewport/scene_colours.h"
#include "widgets/viewport/scene_widget.h"

namespace molloquy::app {

ShapeBindings::ShapeBindings(const BoundParts& parts, StyleBindings& style, RequestIds& ids)
    : m_parts(parts), m_style(style), m_ids(ids) {
  connect(&m_parts.document, &MoleculeDocument::moleculeChanged, this,
          &ShapeBindings::requestProperties);
  for (const auto signal : {&MoleculeDocument::conformerChanged, &MoleculeDocument::styleChanged}) {
    connect(&m_parts.document, signal, this, &ShapeBindings::requestShapes);
  }
  m_parts.window.installEventFilter(this);
}

ShapeBindings::~ShapeBindings() { m_stop.request_stop(); }

bool ShapeBindings::eventFilter(QObject* watched, QEvent* event) {
  // Shapes carry the colours of the scheme.
  if (event->type() == QEvent::PaletteChange) {
    m_shapesOf.reset();
    requestShapes();
  }
  return QObject::eventFilter(watched, event);
}

void ShapeBindings::requestProperties() {
  m_values = {};
  m_style.setAtomValues(m_values);
  m_propertiesId = m_ids.next();
  Q_EMIT propertiesRequested({*m_propertiesId, m_parts.document.state().molecule});
  requestShapes();
}

void ShapeBindings::onPropertiesReady(const PropertiesReady& message) {
  if (message.id != m_propertiesId) return;
  m_propertiesId.reset();
  m_values.partialCharge = message.properties.partialCharge;
  m_values.logpShare = message.properties.logpShare;
  m_values.cip = message.properties.cip;
  m_style.setAtomValues(m_values);
  m_parts.window.lowerPanel().atoms().setProperties(message.properties);
  m_shapesOf.reset();
  requestShapes();
}

void ShapeBindings::takeCharges(const std::vector<double>& charges) {
  m_values.partialCharge = charges;
  m_style.setAtomValues(m_values);
  m_shapesOf.reset();
  requestShapes();
}

void ShapeBindings::requestShapes() {
  if (m_parts.document.isEmpty()) return;
  const DocumentState& state = m_parts.document.state();
  if (!render::wantsShapes(state.style)) {
    m_stop.request_stop();
    m_shapesId.reset();
    if (std::exchange(m_shapesOf, nullptr)) showShapes(nullptr);
    return;
  }
  if (m_shapesOf == state.shown() && render::haveSameShapes(m_shapesStyle, state.style)) return;
  m_stop.request_stop();
  m_stop = std::stop_source();
  m_shapesId = m_ids.next();
  m_shapesOf = state.shown();
  m_shapesStyle = state.style;
  Q_EMIT shapesRequested(seen(*m_shapesId));
}

ShapesRequest ShapeBindings::seen(RequestId id) const {
  const DocumentState& state = m_parts.document.state();
  return {id,
          state.molecule,
          state.shown(),
          state.style,
          m_values,
          widgets::sceneColours(theme::schemeOf(m_parts.window.palette())),
          m_stop.get_token()};
}

void ShapeBindings::saveModel(const std::filesystem::path& path) {
  if (m_parts.document.isEmpty()) return;
  m_modelId = m_ids.next();
  m_parts.window.status().showJob(tr("Writing the 3D model"), std::nullopt, false);
  Q_EMIT modelRequested({seen(*m_modelId), m_shapes, path});
}

void ShapeBindings::onModelWritten(const ModelFileWritten& message) {
  if (message.id != m_modelId) return;
  m_modelId.reset();
  m_parts.window.status().endJob();
}

void ShapeBindings::onShapesReady(const ShapesReady& message) {
  if (message.id != m_shapesId) return;
  m_shapesId.reset();
  showShapes(message.shapes);
  if (!message.shapes->note.empty()) {
    m_parts.window.banner().showMessage(widgets::Banner::Kind::Notice,
                                        QString::fromStdString(message.shapes->note));
  }
}

void ShapeBindings::showShapes(std::shared_ptr<const render::StructureShapes> shapes) {
  m_shapes = shapes;
  if (widgets::SceneWidget* scene = m_parts.window.viewport().sceneWidget()) {
    scene->scene().setShapes(std::move(shapes));
    scene->requestFrame();
  }
}

void ShapeBindings::onFailed(const RequestFailed& message) {
  if (message.id == m_propertiesId) m_propertiesId.reset();
  if (message.id == m_modelId) {
    m_modelId.reset();
    m_parts.window.status().endJob();
    m_parts.window.banner().showMessage(widgets::Banner::Kind::Failure,
                                        QString::fromStdString(message.error.toString()));
  }
  if (message.id != m_shapesId) return;
  m_shapesId.reset();
  showShapes(nullptr);
  // A surface coloured by charges waits for the charges; they come a moment later.
  if (m_stop.stop_requested() || m_propertiesId) return;
  m_parts.window.banner().showMessage(widgets::Banner::Kind::Failure,
                                      QString::fromStdString(message.error.toString()));
}

}  // namespace molloquy::app
