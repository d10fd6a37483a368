#include "app/bindings/bench_bindings.h"

#include "widgets/frame/banner.h"
#include "widgets/frame/status_bar.h"
#include "widgets/frame/viewport_header.h"
#include "widgets/inspector/lower_panel.h"
#include "widgets/inspector/number_text.h"
#include "widgets/inspector/structure_tables.h"
#include "widgets/viewport/molecule_viewport.h"
#include "widgets/viewport/scene_widget.h"

namespace molloquy::app {
namespace {

QString energyText(const chem::Conformer& conformer) {
  if (!conformer.energyKcalPerMol) return {};
  return QStringLiteral("%1 %2 kcal/mol")
      .arg(QString::fromStdString(conformer.energyMethod),
           widgets::shownNumber(QString::number(*conformer.energyKcalPerMol, 'f', 2)))
      .trimmed();
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
  connect(&m_parts.document, &MoleculeDocument::editedChanged, this, [this] {
    if (!m_parts.document.isEmpty()) showTag();
  });
  widgets::ViewportHeader& header = m_parts.window.header();
  connect(&header, &widgets::ViewportHeader::conformerChosen, &m_parts.document,
          &MoleculeDocument::showConformer);
  connect(&header, &widgets::ViewportHeader::recordChosen, &m_parts.structures,
          &StructureController::showRecord);
}

void BenchBindings::showMolecule(MoleculeChange change) {
  const StructureSnapshot& shown = m_parts.document.snapshot();
  MainWindow& window = m_parts.window;
  window.showBench(true);
  window.setWindowTitle(tr("%1 · Molloquy").arg(shown.title));
  window.header().setStructure(shown.title, {});
  window.header().setRecords(m_parts.document.recordIndex(), m_parts.document.recordCount());
  showShape(change == MoleculeChange::Edited ? widgets::CameraChange::Keep
                                             : widgets::CameraChange::Automatic);
  if (change == MoleculeChange::Edited) return;
  focusScene();
  showNote();
  if (const auto& view = m_parts.document.openingView()) window.viewport().setPose(*view);
}

void BenchBindings::focusScene() {
  // Who types goes on typing; otherwise the keys are the viewport's.
  const QWidget* focus = m_parts.window.focusWidget();
  const bool types = focus && focus->testAttribute(Qt::WA_InputMethodEnabled);
  if (!types && m_parts.window.viewport().sceneWidget()) {
    m_parts.window.viewport().sceneWidget()->setFocus();
  }
}

void BenchBindings::showConformer() { showShape(widgets::CameraChange::Automatic); }

void BenchBindings::showNote() {
  const QString note = QString::fromStdString(m_parts.document.snapshot().conformer->note);
  if (note.isEmpty()) {
    m_parts.window.banner().hide();
  } else {
    m_parts.window.banner().showMessage(widgets::Banner::Kind::Notice, note);
  }
}

void BenchBindings::showShape(widgets::CameraChange camera) {
  const StructureSnapshot& shown = m_parts.document.snapshot();
  MainWindow& window = m_parts.window;
  window.viewport().setStructure(shown.molecule, shown.conformer, camera);
  window.header().setConformers(m_parts.document.conformerIndex(),
                                m_parts.document.conformerCount());
  window.lowerPanel().atoms().setStructure(shown.molecule, shown.conformer->positions,
                                           std::nullopt);
  showTag();
  window.status().setStructure(static_cast<int>(shown.molecule->atoms().size()),
                               static_cast<int>(shown.molecule->bonds().size()),
                               shown.molecule->totalCharge(), energyText(*shown.conformer));
}

void BenchBindings::showTag() {
  const chem::Conformer& conformer = *m_parts.document.snapshot().conformer;
  const QString note = QString::fromStdString(conformer.note);
  widgets::ViewportHeader& header = m_parts.window.header();
  if (m_parts.document.isEdited()) {
    header.setTag(tr("edited"),
                  tr("Changed since it was opened; the history is in the "
                     "Measurements tab.") +
                      QLatin1Char(' ') + note,
                  widgets::ViewportHeader::TagKind::Edited);
  } else if (conformer.source != chem::GeometrySource::File &&
             !m_parts.document.state().molecule->atoms().empty()) {
    header.setTag(
        tr("3D made here"),
        tr("ETKDGv3 embedding with a fixed seed, then a force field.") + QLatin1Char(' ') + note);
  } else {
    header.setTag({}, {});
  }
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
  connect(
      &lower.depiction(), &widgets::DepictionView::atomHovered, &viewport,
      [&viewport](std::optional<AtomIndex> atom) {
        viewport.setHoveredAtoms(atom ? std::vector<AtomIndex>{*atom} : std::vector<AtomIndex>());
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
  connect(&m_parts.structures, &StructureController::progressed, &status,
          [&status](double share, int records) {
            status.showJob(tr("Reading, %n record(s)", nullptr, records), share, true);
          });
  connect(&status, &widgets::StatusBar::cancelRequested, &m_parts.structures,
          &StructureController::cancel);
}

}  // namespace molloquy::app
