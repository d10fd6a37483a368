#include "app/controllers/inspector_controller.h"

#include <algorithm>

namespace molloquy::app {

InspectorController::InspectorController(const MoleculeDocument& document, RequestIds& ids,
                                         QObject* parent)
    : QObject(parent), m_document(document), m_ids(ids) {
  connect(&document, &MoleculeDocument::moleculeChanged, this,
          &InspectorController::onMoleculeChanged);
}

void InspectorController::onMoleculeChanged() {
  m_facts.clear();
  m_drawing.reset();
  Q_EMIT factsStarted();
  m_factsRequest = m_ids.next();
  Q_EMIT factsRequested({*m_factsRequest, m_document.snapshot().molecule});
  if (m_style) requestDepiction(*m_style);
}

void InspectorController::requestDepiction(const chem::DepictionStyle& style) {
  m_style = style;
  if (m_document.isEmpty()) return;
  m_depictionRequest = m_ids.next();
  Q_EMIT depictionRequested({*m_depictionRequest, m_document.snapshot().molecule, style});
}

void InspectorController::requestThumbnail(const QString& key,
                                           const std::shared_ptr<const chem::Molecule>& molecule,
                                           const widgets::StructureInk& ink, QSize size,
                                           qreal devicePixelRatio) {
  requestThumbnail(key, Drawn{molecule, {}, {}, {}}, ink, size, devicePixelRatio);
}

void InspectorController::requestThumbnail(const QString& key, const Drawn& drawn,
                                           const widgets::StructureInk& ink, QSize size,
                                           qreal devicePixelRatio) {
  const RequestId id = m_ids.next();
  const Thumbnail& wanted = *m_thumbnails.insert(id.value, {key, std::stop_source()});
  Q_EMIT thumbnailRequested({id, drawn.molecule, drawn.smiles, drawn.highlighted, drawn.highlight,
                             ink, size, devicePixelRatio, wanted.stop.get_token()});
}

void InspectorController::cancelThumbnail(const QString& key) {
  for (Thumbnail& wanted : m_thumbnails) {
    if (wanted.key == key) wanted.stop.request_stop();
  }
}

void InspectorController::onThumbnailReady(const ThumbnailReady& message) {
  const auto wanted = m_thumbnails.find(message.id.value);
  if (wanted == m_thumbnails.end()) return;
  const QString key = wanted->key;
  m_thumbnails.erase(wanted);
  Q_EMIT thumbnailChanged(key, message.image);
}

QByteArray InspectorController::drawing() const {
  return m_drawing ? QByteArray::fromStdString(m_drawing->svg) : QByteArray();
}

QString InspectorController::factValue(const char* id) const {
  const auto found = std::find_if(m_facts.begin(), m_facts.end(),
                                  [&](const facts::Fact& fact) { return fact.id == id; });
  return found == m_facts.end() ? QString() : QString::fromStdString(found->value);
}

void InspectorController::onFactsReady(const FactsReady& message) {
  if (message.id != m_factsRequest) return;
  m_factsRequest.reset();
  m_facts = message.facts;
  Q_EMIT factsChanged(m_facts);
}

void InspectorController::onDepictionReady(const DepictionReady& message) {
  if (message.id == m_depictionRequest) {
    m_depictionRequest.reset();
    m_drawing = message.depiction;
    Q_EMIT depictionChanged(message.depiction);
  }
}

void InspectorController::onFailed(const RequestFailed& message) {
  if (const auto wanted = m_thumbnails.find(message.id.value); wanted != m_thumbnails.end()) {
    const QString key = wanted->key;
    const bool cancelled = wanted->stop.stop_requested();
    m_thumbnails.erase(wanted);
    if (!cancelled) Q_EMIT thumbnailFailed(key);
  }
  if (message.id == m_factsRequest) {
    m_factsRequest.reset();
    Q_EMIT factsFailed(QString::fromStdString(message.error.toString()));
  } else if (message.id == m_depictionRequest) {
    m_depictionRequest.reset();
    Q_EMIT depictionChanged(nullptr);
  }
}

}  // namespace molloquy::app
