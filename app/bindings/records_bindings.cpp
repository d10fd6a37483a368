#include "app/bindings/records_bindings.h"

#include <QAction>
#include <QApplication>
#include <QClipboard>
#include <QFileDialog>
#include <QFileInfo>
#include <QImage>
#include <QMimeData>
#include <QUrl>
#include <algorithm>
#include <utility>

#include "app/controllers/library_records.h"
#include "widgets/depiction/structure_ink.h"
#include "widgets/frame/banner.h"
#include "widgets/frame/welcome_page.h"
#include "widgets/input/structure_entry.h"
#include "widgets/library/record_list.h"

namespace molloquy::app {
namespace {

/// The welcome page shows four; these are known to every chemist.
const QStringList kExamples{QStringLiteral("aspirin"), QStringLiteral("caffeine"),
                            QStringLiteral("paracetamol"), QStringLiteral("naproxen")};

QString sentence(const Error& error) { return QString::fromStdString(error.toString()); }

}  // namespace

RecordsBindings::RecordsBindings(const BoundParts& parts,
                                 std::function<void(const QString&)> openArgument)
    : m_parts(parts), m_openArgument(std::move(openArgument)) {
  bindLists();
  bindWelcome();
  bindOpening();
  bindThumbnails();
}

void RecordsBindings::bindLists() {
  widgets::RecordList& list = m_parts.window.records();
  connect(&list, &widgets::RecordList::recordActivated, this, &RecordsBindings::activate);
  connect(&list, &widgets::RecordList::structureSettled, this,
          [this](const QString& text) { m_parts.structures.check(text, OpenedFrom::ListEntry); });
  connect(&list, &widgets::RecordList::structureSubmitted, this, [this](const QString& text) {
    m_parts.structures.openText(text, OpenedFrom::ListEntry);
  });
  connect(&list, &widgets::RecordList::blockPasted, this, [this](const QString& text) {
    m_parts.structures.openText(text, OpenedFrom::ListEntry);
  });
  connect(&list, &widgets::RecordList::openFileRequested, this, &RecordsBindings::chooseFile);
  connect(&m_parts.structures, &StructureController::checked, this,
          [this](const std::optional<Error>& error, OpenedFrom from) {
            if (from != OpenedFrom::ListEntry) return;
            widgets::StructureEntry& entry = m_parts.window.records().entry();
            if (error) {
              entry.setError(chem::errorColumn(*error), QString::fromStdString(error->message));
            } else {
              entry.clearError();
            }
          });
  connect(&m_parts.document, &MoleculeDocument::moleculeChanged, this,
          [this](MoleculeChange change) {
            if (change == MoleculeChange::Edited) return;
            widgets::RecordList& records = m_parts.window.records();
            records.entry().clear();
            const StructureSnapshot& shown = m_parts.document.snapshot();
            // What is drawn from nothing comes from no list; it has to be found again all the same.
            if (m_parts.records.keyOf(shown).isEmpty()) {
              m_parts.records.addToSession(shown.file,
                                           std::vector<RecordSummary>(shown.file->records.size()));
              records.setSource(widgets::RecordList::Source::Session);
            }
            records.setCurrentRecord(m_parts.records.keyOf(shown));
            m_parts.window.welcome().clearEntry();
          });
}

void RecordsBindings::bindWelcome() {
  widgets::WelcomePage& welcome = m_parts.window.welcome();
  connect(&welcome, &widgets::WelcomePage::openFileRequested, this, &RecordsBindings::chooseFile);
  connect(&welcome, &widgets::WelcomePage::pasteRequested, this, &RecordsBindings::paste);
  connect(&welcome, &widgets::WelcomePage::exampleChosen, this, &RecordsBindings::activate);
  for (const auto signal :
       {&widgets::WelcomePage::textSubmitted, &widgets::WelcomePage::blockPasted}) {
    connect(&welcome, signal, this, [this](const QString& text) {
      m_parts.structures.openText(text, OpenedFrom::WelcomeEntry);
    });
  }
  connect(&m_parts.records, &RecordsController::libraryChanged, this, [this] {
    std::vector<widgets::WelcomeExample> examples;
    for (const QString& title : kExamples) {
      const QString key = m_parts.records.keyOfTitle(title);
      if (!key.isEmpty()) examples.push_back({key, title});
    }
    for (const widgets::Record& record : m_parts.window.records().library().records()) {
      if (examples.size() >= static_cast<std::size_t>(kExamples.size())) break;
      if (!kExamples.contains(record.title)) examples.push_back({record.key, record.title});
    }
    if (!examples.empty()) m_parts.window.welcome().setExamples(examples);
  });
  connect(&m_parts.structures, &StructureController::busyChanged, &welcome,
          [&welcome](const QString& doing) { welcome.setBusy(!doing.isEmpty()); });
}

void RecordsBindings::bindOpening() {
  MainWindow& window = m_parts.window;
  connect(window.actions().openFile, &QAction::triggered, this, &RecordsBindings::chooseFile);
  connect(window.actions().pasteStructure, &QAction::triggered, this, &RecordsBindings::paste);
  connect(&window, &MainWindow::filesDropped, this, [this](const QStringList& paths) {
    m_parts.structures.openFile(paths.first().toStdString());
  });
  connect(&window, &MainWindow::textDropped, this,
          [this](const QString& text) { m_parts.structures.openText(text); });
  connect(&m_parts.structures, &StructureController::failed, this, &RecordsBindings::tellFailure);
  connect(&m_parts.structures, &StructureController::fileRead, this,
          [this](const std::shared_ptr<const chem::StructureFile>& file,
                 const std::vector<RecordSummary>& summaries) {
            m_parts.records.addToSession(file, summaries);
            m_parts.window.records().setSource(widgets::RecordList::Source::Session);
            tellRejected(*file);
          });
}

void RecordsBindings::bindThumbnails() {
  connect(&m_parts.window.records(), &widgets::RecordList::thumbnailNeeded, this,
          &RecordsBindings::requestThumbnail);
  connect(&m_parts.window.welcome(), &widgets::WelcomePage::thumbnailNeeded, this,
          &RecordsBindings::requestThumbnail);
  connect(&m_parts.window.records(), &widgets::RecordList::thumbnailCancelled, &m_parts.inspector,
          &InspectorController::cancelThumbnail);
  connect(&m_parts.inspector, &InspectorController::thumbnailFailed, &m_parts.window.records(),
          &widgets::RecordList::setThumbnailFailed);
  m_parts.window.records().setTextProvider(
      [this](const QStringList& keys) { return textsOf(keys); });
  connect(&m_parts.inspector, &InspectorController::thumbnailChanged, this,
          [this](const QString& key, const QImage& image) {
            m_parts.window.records().setThumbnail(key, image);
            m_parts.window.welcome().setThumbnail(key, image);
          });
}

void RecordsBindings::activate(const QString& key) {
  if (const RecordsController::Entry* entry = m_parts.records.entry(key)) {
    if (m_parts.document.showOpen(entry->file, entry->record)) return;
    m_parts.structures.open(entry->file, entry->record);
  } else if (const auto molecule = m_parts.records.moleculeOf(key)) {
    m_parts.library.read(*molecule, [this, key](const auto& read) {
      const auto file = fileOf(*read);
      m_parts.records.remember(key, file);
      m_parts.structures.open(file, 0);
    });
  }
}

void RecordsBindings::requestThumbnail(const QString& key, QSize size, qreal devicePixelRatio) {
  InspectorController::Drawn drawn;
  if (const RecordsController::Entry* entry = m_parts.records.entry(key)) {
    drawn.molecule = entry->file->records[static_cast<std::size_t>(entry->record)].molecule;
  } else {
    drawn.smiles = m_parts.records.smilesOf(key);
    if (drawn.smiles.empty()) return;
  }
  m_parts.inspector.requestThumbnail(key, drawn, widgets::structureInk(m_parts.window.palette()),
                                     size, devicePixelRatio);
}

widgets::RecordTexts RecordsBindings::textsOf(const QStringList& keys) const {
  // What takes a drag waits for its data, so that this is the one place where the window writes
  // structures itself; a few records take milliseconds.
  std::vector<chem::WrittenRecord> records;
  for (const QString& key : keys.mid(0, kDraggedRecords)) {
    const RecordsController::Entry* entry = m_parts.records.entry(key);
    if (!entry) continue;
    const chem::StructureRecord& record =
        entry->file->records[static_cast<std::size_t>(entry->record)];
    records.push_back({record.molecule,
                       chem::conformersOf(record),
                       recordTitle(*entry->file, entry->record).toStdString(),
                       record.properties,
                       {}});
  }
  widgets::RecordTexts texts;
  if (const auto smiles = chem::writeStructure(records, chem::FileFormat::Smiles)) {
    texts.smiles = QString::fromStdString(*smiles);
  }
  if (const auto sdf = chem::writeStructure(records, chem::FileFormat::MolSdf)) {
    texts.sdf = QByteArray::fromStdString(*sdf);
  }
  return texts;
}

void RecordsBindings::tellFailure(const Error& error, OpenedFrom from) {
  const std::optional<int> column = chem::errorColumn(error);
  if (from == OpenedFrom::ListEntry) {
    // In the entry itself "reading SMILES" would say nothing new.
    m_parts.window.records().entry().setError(column, QString::fromStdString(error.message));
  } else if (!m_parts.window.isBenchShown()) {
    m_parts.window.welcome().setError(from == OpenedFrom::WelcomeEntry ? column : std::nullopt,
                                      sentence(error));
  } else {
    m_parts.window.banner().showMessage(widgets::Banner::Kind::Failure, sentence(error));
  }
}

void RecordsBindings::tellRejected(const chem::StructureFile& file) {
  if (file.rejected.empty()) return;
  const QString first = sentence(file.rejected.front());
  const auto count = static_cast<int>(file.rejected.size());
  m_parts.window.banner().showMessage(
      widgets::Banner::Kind::Warning,
      count == 1 ? tr("One record was not read: %1").arg(first)
                 : tr("%1 records were not read. The first: %2").arg(count).arg(first));
}

void RecordsBindings::chooseFile() {
  QStringList patterns;
  for (const std::string& extension : chem::readableExtensions()) {
    patterns << QString::fromStdString(extension);
  }
  const QString path = QFileDialog::getOpenFileName(
      &m_parts.window, tr("Open a structure"), m_parts.settings.lastFolder(),
      tr("Structures (%1);;All files (*)").arg(patterns.join(QLatin1Char(' '))));
  if (path.isEmpty()) return;
  m_parts.settings.setLastFolder(QFileInfo(path).absolutePath());
  m_parts.structures.openFile(path.toStdString());
}

void RecordsBindings::paste() {
  const QMimeData* data = QApplication::clipboard()->mimeData();
  if (!data) return;
  const QList<QUrl> urls = data->urls();
  const auto file =
      std::find_if(urls.begin(), urls.end(), [](const QUrl& url) { return url.isLocalFile(); });
  if (file != urls.end()) {
    m_parts.structures.openFile(file->toLocalFile().toStdString());
  } else if (const QString text = data->text(); !text.trimmed().isEmpty()) {
    // A pasted line may be a path; a pasted block is always a structure.
    text.contains(QLatin1Char('\n')) ? m_parts.structures.openText(text)
                                     : m_openArgument(text.trimmed());
  } else {
    tellFailure(Error(ErrorCode::InvalidInput,
                      "The clipboard holds no text and no file; copy a SMILES, a MOL block or a "
                      "structure file first."),
                OpenedFrom::Elsewhere);
  }
}

}  // namespace molloquy::app
