#include "app/document/molecule_document.h"

#include <QElapsedTimer>
#include <QUndoCommand>
#include <QUndoStack>
#include <algorithm>
#include <cassert>
#include <utility>

#include "render/view_state_json.h"

namespace molloquy::app {
namespace {

/// Steps of one slider that are further apart than this are two steps.
constexpr qint64 kMergeMs = 1000;
constexpr int kMergeableId = 1;

}  // namespace

/// A structure with its history.
struct MoleculeDocument::OpenStructure {
  std::shared_ptr<const chem::StructureFile> file;
  int record = 0;
  QString title;
  QString savedPath;
  DocumentState state;
  DocumentState inFile;  ///< as it was opened or written last.
  render::CameraBookmarks bookmarks;
  std::optional<render::CameraPose> openingView;
  QUndoStack history;

  /// How it is looked at is no change of the structure.
  [[nodiscard]] bool isEdited() const {
    return state.molecule != inFile.molecule || state.conformers != inFile.conformers;
  }
};

/// One step: the states before and after it, which share what the step did not change.
class MoleculeDocument::Step : public QUndoCommand {
 public:
  Step(MoleculeDocument& document, OpenStructure& structure, DocumentState after,
       const QString& title, const QString& merge)
      : QUndoCommand(title),
        m_document(document),
        m_structure(structure),
        m_before(structure.state),
        m_after(std::move(after)),
        m_merge(merge),
        m_selectionBefore(document.m_selection ? document.m_selection()
                                               : std::vector<AtomIndex>()) {
    m_age.start();
  }

  void undo() override {
    m_selectionAfter = m_document.m_selection ? m_document.m_selection() : std::vector<AtomIndex>();
    m_document.apply(m_structure, m_before);
    Q_EMIT m_document.selectionWanted(m_selectionBefore);
  }
  void redo() override {
    m_document.apply(m_structure, m_after);
    if (m_selectionAfter) Q_EMIT m_document.selectionWanted(*m_selectionAfter);
  }
  [[nodiscard]] int id() const override { return m_merge.isEmpty() ? -1 : kMergeableId; }
  bool mergeWith(const QUndoCommand* other) override {
    const auto* next = static_cast<const Step*>(other);
    if (next->m_merge != m_merge) return false;
    // A slider that rested is drawn anew; the edits of a gesture belong together.
    if (!m_merge.startsWith(QLatin1String("gesture")) && m_age.elapsed() > kMergeMs) return false;
    m_after = next->m_after;
    m_age.restart();
    return true;
  }
  [[nodiscard]] const DocumentState& before() const { return m_before; }
  [[nodiscard]] const DocumentState& after() const { return m_after; }

 private:
  MoleculeDocument& m_document;
  OpenStructure& m_structure;
  DocumentState m_before;
  DocumentState m_after;
  QString m_merge;
  std::vector<AtomIndex> m_selectionBefore;
  std::optional<std::vector<AtomIndex>> m_selectionAfter;
  QElapsedTimer m_age;
};

QString recordTitle(const chem::StructureFile& file, int index) {
  const chem::StructureRecord& record = file.records[static_cast<std::size_t>(index)];
  if (!record.molecule->name().empty()) return QString::fromStdString(record.molecule->name());
  if (!record.smilesAsWritten.empty()) return QString::fromStdString(record.smilesAsWritten);
  const QString name = QString::fromStdString(file.displayName);
  return file.records.size() == 1 ? name : QStringLiteral("%1, record %2").arg(name).arg(index + 1);
}

MoleculeDocument::MoleculeDocument(QObject* parent) : QObject(parent) {}

MoleculeDocument::~MoleculeDocument() { m_history.disconnect(this); }

void MoleculeDocument::setSelectionSource(std::function<std::vector<AtomIndex>()> source) {
  m_selection = std::move(source);
}

MoleculeDocument::OpenStructure& MoleculeDocument::create(
    std::shared_ptr<const chem::StructureFile> file, int record, DocumentState state,
    const QString& title) {
  auto structure = std::make_unique<OpenStructure>();
  structure->record = record;
  structure->title = title;
  structure->state = std::move(state);
  structure->inFile = structure->state;
  m_history.addStack(&structure->history);
  const Key key{file.get(), record};
  structure->file = std::move(file);
  return *(m_open[key] = std::move(structure));
}

void MoleculeDocument::open(std::shared_ptr<const chem::StructureFile> file, int record,
                            std::vector<std::shared_ptr<const chem::Conformer>> conformers,
                            const QString& canonicalSmiles) {
  assert(!conformers.empty());
  const auto known = m_open.find({file.get(), record});
  if (known != m_open.end() && known->second->history.count() > 0) {
    put(*known->second);
    return;
  }
  if (known != m_open.end()) {
    if (m_current == known->second.get()) m_current = nullptr;
    m_open.erase(known);
  }
  DocumentState state;
  state.molecule = file->records[static_cast<std::size_t>(record)].molecule;
  state.conformers = std::move(conformers);
  state.smiles = canonicalSmiles;
  state.style = m_initialStyle;
  const QString title = recordTitle(*file, record);
  const std::string& viewJson = file->records[static_cast<std::size_t>(record)].viewJson;
  // How a saved structure was looked at; one that cannot be read is looked at as any other.
  const auto view =
      render::viewStateFromJson(viewJson.empty() ? "{}" : viewJson, state.molecule->atoms().size());
  if (view && !viewJson.empty()) {
    state.style = view->state.style;
    state.measurements = view->state.measurements;
  }
  OpenStructure& opened = create(std::move(file), record, std::move(state), title);
  if (view) {
    opened.bookmarks = view->state.bookmarks;
    opened.openingView = view->state.camera;
  }
  put(opened);
}

bool MoleculeDocument::showOpen(const std::shared_ptr<const chem::StructureFile>& file,
                                int record) {
  const auto known = m_open.find({file.get(), record});
  if (known == m_open.end()) return false;
  put(*known->second);
  return true;
}

void MoleculeDocument::openEmpty(const QString& title) {
  auto file = std::make_shared<chem::StructureFile>();
  file->displayName = title.toStdString();
  chem::StructureRecord record;
  record.molecule = chem::edit::emptyMolecule();
  DocumentState state;
  state.molecule = record.molecule;
  state.conformers = {std::make_shared<const chem::Conformer>()};
  state.style = m_initialStyle;
  file->records.push_back(std::move(record));
  put(create(std::move(file), 0, std::move(state), title));
}

void MoleculeDocument::put(OpenStructure& structure) {
  m_current = &structure;
  m_history.setActiveStack(&structure.history);
  dropUnchanged();
  takeSnapshot();
  Q_EMIT moleculeChanged(MoleculeChange::Opened);
  Q_EMIT measurementsChanged();
  Q_EMIT styleChanged();
  Q_EMIT bookmarksChanged();
  Q_EMIT editedChanged();
  m_current->openingView.reset();
}

void MoleculeDocument::dropUnchanged() {
  std::erase_if(m_open, [this](const auto& entry) {
    // A sheet that nothing was drawn on yet has no file to be read from again.
    return entry.second.get() != m_current && entry.second->history.count() == 0 &&
           !entry.second->state.molecule->atoms().empty();
  });
}

void MoleculeDocument::takeSnapshot() {
  const DocumentState& state = m_current->state;
  m_snapshot = {state.molecule,      state.shown(), m_current->title,        state.smiles,
                state.conformer + 1, isEdited(),    m_snapshot.revision + 1, m_current->file,
                m_current->record};
}

void MoleculeDocument::change(DocumentState after, const QString& title, const QString& merge) {
  if (!m_current || after == m_current->state) return;
  m_current->history.push(new Step(*this, *m_current, std::move(after), title, merge));
}

void MoleculeDocument::apply(OpenStructure& structure, const DocumentState& state) {
  const DocumentState before = std::exchange(structure.state, state);
  if (&structure != m_current) return;
  const bool molecule = before.molecule != state.molecule;
  const bool positions = molecule || before.shown() != state.shown() ||
                         before.conformers.size() != state.conformers.size();
  if (positions) takeSnapshot();
  if (positions) Q_EMIT editedChanged();
  if (molecule) {
    Q_EMIT moleculeChanged(MoleculeChange::Edited);
  } else if (positions) {
    Q_EMIT conformerChanged();
  }
  if (molecule || before.measurements != state.measurements) Q_EMIT measurementsChanged();
  if (molecule || before.style != state.style || before.fixedAtoms != state.fixedAtoms) {
    Q_EMIT styleChanged();
  }
}

void MoleculeDocument::showNextOpen() {
  if (m_open.size() < 2) return;
  auto next = std::find_if(m_open.begin(), m_open.end(),
                           [this](const auto& entry) { return entry.second.get() == m_current; });
  if (++next == m_open.end()) next = m_open.begin();
  put(*next->second);
}

void MoleculeDocument::showConformer(int index) {
  if (index < 0 || index >= conformerCount() || index == conformerIndex()) return;
  m_current->state.conformer = index;
  takeSnapshot();
  Q_EMIT conformerChanged();
}

void MoleculeDocument::restore(const StructureSnapshot& earlier) {
  if (m_current && earlier.file == m_current->file && earlier.record == m_current->record) {
    DocumentState state = m_current->state;
    const auto known =
        std::find(state.conformers.begin(), state.conformers.end(), earlier.conformer);
    if (earlier.molecule == state.molecule && known != state.conformers.end()) {
      showConformer(static_cast<int>(known - state.conformers.begin()));
      return;
    }
    state.molecule = earlier.molecule;
    state.conformers = {earlier.conformer};
    state.conformer = 0;
    state.smiles = earlier.smiles;
    if (earlier.molecule != m_current->state.molecule) {
      state.measurements.clear();
      state.fixedAtoms.clear();
      state.style = m_initialStyle;
    }
    change(std::move(state), tr("Back to the structure of an earlier question"));
    return;
  }
  open(earlier.file, earlier.record, {earlier.conformer}, earlier.smiles);
  if (m_snapshot.molecule != earlier.molecule || m_snapshot.conformer != earlier.conformer) {
    restore(earlier);
  }
}

const DocumentState& MoleculeDocument::state() const {
  assert(m_current);
  return m_current->state;
}

int MoleculeDocument::recordCount() const {
  return m_current ? static_cast<int>(m_current->file->records.size()) : 0;
}

int MoleculeDocument::conformerIndex() const { return m_current ? m_current->state.conformer : 0; }

int MoleculeDocument::conformerCount() const {
  return m_current ? static_cast<int>(m_current->state.conformers.size()) : 0;
}

std::shared_ptr<const chem::Conformer> MoleculeDocument::conformerBefore() const {
  if (!m_current) return nullptr;
  const QUndoStack& history = m_current->history;
  for (int i = history.index() - 1; i >= 0; --i) {
    const auto* step = static_cast<const Step*>(history.command(i));
    if (step->after().molecule != m_current->state.molecule) return nullptr;
    if (step->before().molecule == step->after().molecule &&
        step->before().shown() != step->after().shown()) {
      return step->before().shown();
    }
  }
  return nullptr;
}

bool MoleculeDocument::isEdited() const { return m_current && m_current->isEdited(); }

void MoleculeDocument::setSaved(const QString& path) {
  if (!m_current) return;
  m_current->savedPath = path;
  m_current->inFile = m_current->state;
  takeSnapshot();
  Q_EMIT editedChanged();
}

QString MoleculeDocument::savedPath() const { return m_current ? m_current->savedPath : QString(); }

const render::CameraBookmarks& MoleculeDocument::bookmarks() const {
  static const render::CameraBookmarks kNone;
  return m_current ? m_current->bookmarks : kNone;
}

void MoleculeDocument::setBookmarks(const render::CameraBookmarks& bookmarks) {
  if (!m_current) return;
  m_current->bookmarks = bookmarks;
  Q_EMIT bookmarksChanged();
}

const std::optional<render::CameraPose>& MoleculeDocument::openingView() const {
  static const std::optional<render::CameraPose> kNone;
  return m_current ? m_current->openingView : kNone;
}

QStringList MoleculeDocument::editedTitles() const {
  QStringList titles;
  for (const auto& [key, structure] : m_open) {
    if (structure->isEdited()) titles << structure->title;
  }
  return titles;
}

}  // namespace molloquy::app
