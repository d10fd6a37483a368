#include "app/bindings/bench_bindings.h"

#include <QLocale>

#include "widgets/frame/banner.h"
#include "widgets/frame/status_bar.h"
#include "widgets/frame/viewport_header.h"
#include "widgets/inspector/lower_panel.h"
#include "widgets/viewport/molecule_viewport.h"

namespace molloquy::app {
namespace {

QString energyText(const chem::Conformer& conformer) {
  if (!conformer.energyKcalPerMol) return {};
  const char* method = conformer.source == chem::GeometrySource::EmbeddedUff ? "UFF" : "MMFF94";
  return QStringLiteral("%1 %2 kcal/mol")
      .arg(QLatin1String(method), QLocale().toString(*conformer.energyKcalPerMol, 'f', 2));
}

QString foundBy(const align::AlignmentRecord& record) {
  switch (record.source) {
    case align::AlignmentSource::Lexicon:
      return BenchBindings::tr("Pattern search for “%1” in the phrase table, not the model")
          .arg(QString::fromStdString(record.sourceDetail));
    case align::AlignmentSource::Perception:
      return BenchBindings::tr("Read off the structure, not from the answer");
    default:
      return QString::fromStdString(record.sourceDetail);
  }
}

}  // namespace

BenchBindings::BenchBindings(const BoundParts& parts) : m_parts(parts) {
  bindDocument();
  bindInspector();
  bindLinks();
  bindReading();
}

void BenchBindings::bindDocument() {
  connect(&m_parts.document, &MoleculeDocument::moleculeChanged, this,
          &BenchBindings::showMolecule);
  connect(&m_parts.document, &MoleculeDocument::conformerChanged, this,
          &BenchBindings::showConformer);
  widgets::ViewportHeader& header = m_parts.window.header();
  connect(&header, &widgets::ViewportHeader::conformerChosen, &m_parts.document,
          &MoleculeDocument::showConformer);
  connect(&header, &widgets::ViewportHeader::recordChosen, &m_parts.structures,
          &StructureController::showRecord);
}

void BenchBindings::showMolecule() {
  const StructureSnapshot& shown = m_parts.document.snapshot();
  MainWindow& window = m_parts.window;
  window.showBench(true);
  window.setWindowTitle(tr("%1 · Molloquy").arg(shown.title));
  window.header().setStructure(shown.title, {});
  window.header().setRecords(m_parts.document.recordIndex(),
                             static_cast<int>(shown.file->records.size()));
  showConformer();
}

void BenchBindings::showConformer() {
  const StructureSnapshot& shown = m_parts.document.snapshot();
  MainWindow& window = m_parts.window;
  window.viewport().setStructure(shown.molecule, shown.conformer);
  window.header().setConformers(m_parts.document.conformerIndex(),
                                m_parts.document.conformerCount());
  const bool madeHere = shown.conformer->source != chem::GeometrySource::File;
  const QString note = QString::fromStdString(shown.conformer->note);
  window.header().setTag(
      madeHere ? tr("3D made here") : QString(),
      tr("ETKDGv3 embedding with a fixed seed, then a force field.") + QLatin1Char(' ') + note);
  if (note.isEmpty()) {
    window.banner().hide();
  } else {
    window.banner().showMessage(widgets::Banner::Kind::Notice, note);
  }
  window.status().setStructure(static_cast<int>(shown.molecule->atoms().size()),
                               static_cast<int>(shown.molecule->bonds().size()),
                               shown.molecule->totalCharge(), energyText(*shown.conformer));
}

void BenchBindings::bindInspector() {
  InspectorController& inspector = m_parts.inspector;
  widgets::LowerPanel& lower = m_parts.window.lowerPanel();
  connect(&inspector, &InspectorController::factsStarted, &lower.facts(),
          &widgets::FactsPanel::setBusy);
  connect(&inspector, &InspectorController::factsStarted, &lower.depiction(),
          &widgets::DepictionView::setBusy);
  connect(&inspector, &InspectorController::factsChanged, this,
          [this](const std::vector<facts::Fact>& facts) {
            m_parts.window.lowerPanel().facts().setFacts(facts);
            m_parts.window.header().setStructure(m_parts.document.snapshot().title,
                                                 m_parts.inspector.factValue("formula"));
          });
  connect(&inspector, &InspectorController::factsFailed, &lower.facts(),
          &widgets::FactsPanel::setFailed);
  connect(&inspector, &InspectorController::depictionChanged, this,
          [this](const std::shared_ptr<const chem::Depiction>& depiction) {
            widgets::DepictionView& view = m_parts.window.lowerPanel().depiction();
            if (depiction) {
              view.setDepiction(m_parts.document.snapshot().molecule, *depiction);
            } else {
              view.setFailed(tr("No 2D layout was found for this structure."));
            }
          });
  connect(&lower.depiction(), &widgets::DepictionView::depictionStyleNeeded, &inspector,
          &InspectorController::requestDepiction);
}

void BenchBindings::bindLinks() {
  widgets::MoleculeViewport& viewport = m_parts.window.viewport();
  widgets::LowerPanel& lower = m_parts.window.lowerPanel();
  connect(&m_parts.links, &LinkController::hoveredAtomsChanged, &viewport,
          &widgets::MoleculeViewport::setHoveredAtoms);
  connect(&m_parts.links, &LinkController::atomsPinned, &viewport,
          &widgets::MoleculeViewport::focusOn);
  connect(&m_parts.links, &LinkController::focusChanged, this, &BenchBindings::showLink);
  connect(&m_parts.pins, &widgets::PinModel::pinsChanged, this, &BenchBindings::showLink);
  connect(&lower.link(), &widgets::LinkPanel::matchChosen, &m_parts.links,
          &LinkController::chooseMatch);
  connect(&lower.link(), &widgets::LinkPanel::phraseActivated, this,
          [this](quint64 turn, int record) {
            m_parts.links.activatePhrase(turn, record, Qt::NoModifier);
          });
  connect(&lower.depiction(), &widgets::DepictionView::atomHovered, &viewport,
          [&viewport](std::optional<AtomIndex> atom) {
            viewport.setHoveredAtoms(atom ? std::vector<AtomIndex>{*atom}
                                          : std::vector<AtomIndex>());
          });
  connect(&viewport, &widgets::MoleculeViewport::atomHovered, &lower.depiction(),
          &widgets::DepictionView::setHoveredAtom);
}

void BenchBindings::showLink() {
  widgets::LowerPanel& lower = m_parts.window.lowerPanel();
  const align::AlignmentRecord* record = m_parts.links.focusedRecord();
  if (!record) {
    lower.setLink(std::nullopt);
    return;
  }
  const auto& focus = *m_parts.links.focus();
  const StructureSnapshot& shown = m_parts.document.snapshot();
  widgets::LinkDetails details;
  details.slot = m_parts.pins.slotOf(focus.turn, focus.record);
  details.phrase = QString::fromStdString(record->phrase);
  details.status = record->status;
  details.pattern = QString::fromStdString(record->smarts);
  for (const AtomIndex atom : record->chosenAtoms()) {
    details.atomNames << QString::fromStdString(chem::atomName(*shown.molecule, atom));
  }
  details.foundBy = foundBy(*record);
  details.note = QString::fromStdString(record->note);
  details.alsoSaid = m_parts.links.alsoSaid();
  details.matchCount = static_cast<int>(record->atoms.size());
  details.chosenMatch = record->chosen;
  lower.setLink(details);
}

void BenchBindings::bindReading() {
  widgets::StatusBar& status = m_parts.window.status();
  connect(&m_parts.structures, &StructureController::busyChanged, this,
          [this](const QString& doing) {
            widgets::StatusBar& bar = m_parts.window.status();
            m_parts.window.viewport().setBusy(!doing.isEmpty());
            if (doing.isEmpty()) {
              bar.endJob();
            } else {
              bar.showJob(doing, std::nullopt, true);
            }
          });
  connect(&status, &widgets::StatusBar::cancelRequested, &m_parts.structures,
          &StructureController::cancel);
}

}  // namespace molloquy::app
