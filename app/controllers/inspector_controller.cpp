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
                                           const chem::DepictionStyle& style) {
  const RequestId id = m_ids.next();
  m_thumbnails.insert(id.value, key);
  Q_EMIT depictionRequested({id, molecule, style});
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
  if (const auto key = m_thumbnails.constFind(message.id.value); key != m_thumbnails.constEnd()) {
    const QString name = *key;
    m_thumbnails.erase(key);
    Q_EMIT thumbnailChanged(name, message.depiction);
  } else if (message.id == m_depictionRequest) {
    m_depictionRequest.reset();
    m_drawing = message.depiction;
    Q_EMIT depictionChanged(message.depiction);
  }
}

void InspectorController::onFailed(const RequestFailed& message) {
  m_thumbnails.remove(message.id.value);
  if (message.id == m_factsRequest) {
    m_factsRequest.reset();
    Q_EMIT factsFailed(QString::fromStdString(message.error.toString()));
  } else if (message.id == m_depictionRequest) {
    m_depictionRequest.reset();
    Q_EMIT depictionChanged(nullptr);
  }
}

}  // namespace molloquy::app
