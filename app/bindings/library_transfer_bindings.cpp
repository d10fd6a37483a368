#include <QFileDialog>
#include <QFileInfo>
#include <QLocale>

#include "app/bindings/library_bindings.h"
#include "app/bindings/library_views.h"
#include "model/chem/file_format.h"
#include "widgets/frame/status_bar.h"
#include "widgets/library/library_import_dialog.h"

/// Imports into and exports from the open library.
namespace molloquy::app {
namespace {

const QStringList kTables{QStringLiteral("tsv"), QStringLiteral("csv"), QStringLiteral("txt"),
                          QStringLiteral("tab")};

bool isTable(const QString& path) {
  const QString name = path.endsWith(QLatin1String(".gz")) ? path.chopped(3) : path;
  return kTables.contains(QFileInfo(name).suffix().toLower());
}

}  // namespace

void LibraryBindings::bindTransfers() {
  LibraryController& library = m_parts.library;
  connect(&library, &LibraryController::previewed, this,
          [this](const QString& path, const library::TablePreview& preview) {
            m_previews.insert(path, preview);
            if (m_import) m_import->setTable(path, sampleOf(preview));
          });
  connect(&library, &LibraryController::previewFailed, this,
          [this](const QString& path, const QString& sentence) {
            if (m_import) m_import->setUnreadable(path, sentence);
          });
  connect(&library, &LibraryController::importProgressed, this,
          [this](const library::ImportProgress& progress) {
            const widgets::ImportState state = stateOf(progress);
            if (m_import) m_import->setProgress(state);
            m_parts.window.status().showJob(
                tr("%1, %2 records").arg(state.file, QLocale().toString(state.records)),
                state.share, true);
          });
  connect(&library, &LibraryController::imported, this,
          [this](const library::ImportReport& report) {
            m_parts.window.status().endJob();
            if (m_import) {
              m_import->setResult(resultOf(report));
            } else {
              tell(tr("Import: %1 added, %2 merged, %3 refused.")
                       .arg(QLocale().toString(static_cast<qulonglong>(report.added)),
                            QLocale().toString(static_cast<qulonglong>(report.merged)),
                            QLocale().toString(static_cast<qulonglong>(report.refused))));
            }
          });
  connect(&library, &LibraryController::mendingEnded, &m_parts.window.status(),
          &widgets::StatusBar::endJob);
  connect(&library, &LibraryController::exported, this,
          [this](const QString& file, quint64 molecules) {
            m_parts.window.status().endJob();
            tell(tr("%1 molecules written to %2.")
                     .arg(QLocale().toString(molecules), QFileInfo(file).fileName()));
          });
  connect(&library, &LibraryController::transferFailed, this, [this](const QString& sentence) {
    m_parts.window.status().endJob();
    if (m_import) {
      m_import->setFailure(sentence);
    } else {
      tell(sentence);
    }
  });
  connect(&m_parts.window.status(), &widgets::StatusBar::cancelRequested, &library,
          &LibraryController::cancelTransfer);
}

void LibraryBindings::showImport(const QStringList& paths) {
  if (!m_import) {
    m_import = new widgets::LibraryImportDialog(&m_parts.window);
    m_import->setAttribute(Qt::WA_DeleteOnClose);
    m_previews.clear();
    connect(m_import, &widgets::LibraryImportDialog::previewRequested, this,
            &LibraryBindings::previewImport);
    connect(m_import, &widgets::LibraryImportDialog::importRequested, this,
            &LibraryBindings::startImport);
    connect(m_import, &widgets::LibraryImportDialog::stopRequested, &m_parts.library,
            &LibraryController::cancelTransfer);
    connect(m_import, &widgets::LibraryImportDialog::saveRequested, this,
            &LibraryBindings::saveRequested);
    m_import->setLibraryName(QString::fromStdString(m_parts.library.info().name));
    QStringList tags;
    for (const std::string& tag : m_parts.library.info().tags) tags << QString::fromStdString(tag);
    m_import->setKnownTags(tags);
  }
  m_import->addPaths(paths);
  m_import->open();
}

void LibraryBindings::previewImport(const QString& path) {
  if (QFileInfo(path).isDir()) {
    m_import->setStructures(path, tr("A folder: every structure file and table in it."));
  } else if (isTable(path)) {
    m_parts.library.preview(path);
  } else {
    m_import->setStructures(
        path, tr("Structures, %1.").arg(QLocale().formattedDataSize(QFileInfo(path).size())));
  }
}

void LibraryBindings::startImport(const widgets::ImportRequest& request) {
  std::vector<LibraryController::ImportItem> items;
  for (const widgets::ImportSource& source : request.sources) {
    LibraryController::ImportItem item;
    item.path = source.path;
    for (const QString& tag : request.tags) item.options.tags.push_back(tag.toStdString());
    const auto preview = m_previews.constFind(source.path);
    if (source.roles && preview != m_previews.constEnd()) {
      item.options.mapping = mappingOf(*preview, *source.roles, request.credit);
    }
    items.push_back(std::move(item));
  }
  m_parts.library.importFrom(std::move(items));
}

void LibraryBindings::exportListed() {
  const QString suggested = QString::fromStdString(m_parts.library.info().name);
  const QString file = QFileDialog::getSaveFileName(
      &m_parts.window, tr("Export what is listed"),
      m_parts.settings.lastFolder() + u'/' + suggested + QStringLiteral(".sdf"),
      tr("SD file (*.sdf);;SMILES (*.smi);;Table (*.tsv);;JSON lines (*.jsonl)"));
  if (file.isEmpty()) return;
  const QString ending = QFileInfo(file).suffix().toLower();
  const library::ExportFormat format =
      ending == QLatin1String("smi")     ? library::ExportFormat::Smiles
      : ending == QLatin1String("tsv")   ? library::ExportFormat::Tsv
      : ending == QLatin1String("jsonl") ? library::ExportFormat::JsonLines
                                         : library::ExportFormat::Sdf;
  // Nothing narrowed down means everything, also what the list does not show.
  m_parts.library.exportTo(m_narrowed ? m_listed : std::vector<library::MoleculeId>(), file,
                           format);
}

}  // namespace molloquy::app
