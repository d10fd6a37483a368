#include "widgets/library/library_import_dialog.h"

#include <QDragEnterEvent>
#include <QFileDialog>
#include <QFileInfo>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QListWidget>
#include <QMimeData>
#include <QPainter>
#include <QPushButton>
#include <QStackedWidget>
#include <QVBoxLayout>
#include <utility>

#include "widgets/library/column_mapping_view.h"
#include "widgets/library/editable_chips.h"
#include "widgets/library/import_views.h"
#include "widgets/theme/style.h"
#include "widgets/theme/themed_icon.h"
#include "widgets/theme/themed_label.h"
#include "widgets/theme/tokens.h"

namespace molloquy::widgets {
namespace {

using theme::Ink;
using theme::TextRole;
using theme::ThemedLabel;

enum Page { Choice, Progress, Report };

QPushButton* plainButton(const QString& words, QWidget* parent) {
  auto* button = new QPushButton(words, parent);
  button->setAutoDefault(false);
  return button;
}

}  // namespace

LibraryImportDialog::LibraryImportDialog(QWidget* parent)
    : QDialog(parent),
      m_pages(new QStackedWidget(this)),
      m_progress(new ImportProgressView(this)),
      m_report(new ImportReportView(this)),
      m_save(plainButton(tr("Save the report…"), this)),
      m_close(plainButton(tr("Cancel"), this)),
      m_start(new QPushButton(tr("Import"), this)) {
  setWindowModality(Qt::WindowModal);
  setWindowTitle(tr("Import into the library"));
  setAcceptDrops(true);
  m_pages->addWidget(buildChoice());
  m_pages->addWidget(m_progress);
  m_pages->addWidget(m_report);
  m_start->setDefault(true);
  theme::setButtonRole(*m_start, theme::ButtonRole::Primary);
  m_save->hide();
  auto* buttons = new QHBoxLayout;
  buttons->setSpacing(theme::scaled(8));
  buttons->addWidget(m_save);
  buttons->addStretch(1);
  buttons->addWidget(m_close);
  buttons->addWidget(m_start);
  auto* column = new QVBoxLayout(this);
  const int side = theme::scaled(16);
  column->setContentsMargins(side, side, side, side);
  column->setSpacing(theme::scaled(12));
  column->addWidget(m_pages, 1);
  column->addLayout(buttons);
  connect(m_start, &QPushButton::clicked, this, &LibraryImportDialog::start);
  connect(m_close, &QPushButton::clicked, this, &QDialog::reject);
  connect(m_save, &QPushButton::clicked, this, [this] {
    Q_EMIT saveRequested(QStringLiteral("import-report.txt"), m_report->asText().toUtf8());
  });
  connect(m_progress, &ImportProgressView::stopRequested, this,
          &LibraryImportDialog::stopRequested);
  resize(theme::scaled(720), theme::scaled(520));
  showCurrent();
}

QWidget* LibraryImportDialog::buildChoice() {
  auto* page = new QWidget(this);
  m_files = new QListWidget(page);
  m_files->setAccessibleName(tr("Files and folders to import"));
  m_files->setFixedHeight(theme::scaled(112));
  m_files->setTextElideMode(Qt::ElideMiddle);
  auto* files = plainButton(tr("Add files…"), page);
  auto* folder = plainButton(tr("Add a folder…"), page);
  auto* remove = plainButton(tr("Remove"), page);
  remove->setToolTip(tr("Take the chosen line out of the list (Delete)"));
  auto* beside = new QVBoxLayout;
  beside->setSpacing(theme::scaled(6));
  for (QPushButton* button : {files, folder, remove}) beside->addWidget(button);
  beside->addStretch(1);
  auto* top = new QHBoxLayout;
  top->setSpacing(theme::scaled(8));
  top->addWidget(m_files, 1);
  top->addLayout(beside);
  m_says = new ThemedLabel(TextRole::Control, Ink::Text2, {}, page);
  m_says->setWordWrap(true);
  m_mapping = new ColumnMappingView(page);
  m_credit = new QLineEdit(page);
  m_credit->setPlaceholderText(tr("The name of the file"));
  m_credit->setAccessibleName(tr("Source, as it is credited"));
  m_tags = new EditableChips(EditableChips::Adding::Yes, tr("Tag"), tr("Add a tag"), page);
  auto* form = new QFormLayout;
  form->setHorizontalSpacing(theme::scaled(12));
  form->setVerticalSpacing(theme::scaled(8));
  form->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
  form->addRow(tr("Source"), m_credit);
  form->addRow(tr("Tags"), m_tags);
  auto* column = new QVBoxLayout(page);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(theme::scaled(10));
  column->addLayout(top);
  column->addWidget(m_says);
  column->addWidget(m_mapping, 1);
  column->addStretch();
  column->addLayout(form);
  connect(files, &QPushButton::clicked, this, &LibraryImportDialog::chooseFiles);
  connect(folder, &QPushButton::clicked, this, &LibraryImportDialog::chooseFolder);
  connect(remove, &QPushButton::clicked, this, &LibraryImportDialog::removeCurrent);
  connect(m_files, &QListWidget::currentRowChanged, this, &LibraryImportDialog::showCurrent);
  connect(m_mapping, &ColumnMappingView::rolesChanged, this,
          [this](const std::vector<ColumnRole>& roles) {
            const int row = m_files->currentRow();
            if (row < 0) return;
            Source& source = m_sources[m_paths[row]];
            if (source.table) source.table->roles = roles;
            tell();
          });
  return page;
}

void LibraryImportDialog::setLibraryName(const QString& name) {
  m_library = name;
  setWindowTitle(tr("Import into %1").arg(name));
}

void LibraryImportDialog::setKnownTags(const QStringList& tags) { m_tags->setKnown(tags); }

void LibraryImportDialog::addPaths(const QStringList& paths) {
  for (const QString& path : paths) {
    if (path.isEmpty() || m_sources.contains(path)) continue;
    m_paths += path;
    m_sources.insert(path, {Source::State::Looking, tr("Looking into it"), {}});
    auto* item = new QListWidgetItem(path, m_files);
    item->setIcon(
        theme::icon(QFileInfo(path).isDir() ? QStringLiteral("folder") : QStringLiteral("file")));
    item->setToolTip(path);
    if (m_files->currentRow() < 0) m_files->setCurrentRow(0);
    Q_EMIT previewRequested(path);
  }
  tell();
}

void LibraryImportDialog::take(const QString& path, Source source) {
  const auto known = m_sources.find(path);
  if (known == m_sources.end()) return;  // taken out of the list meanwhile
  *known = std::move(source);
  showCurrent();
}

void LibraryImportDialog::setTable(const QString& path, const TableSample& sample) {
  take(path, {Source::State::Table, {}, sample});
}

void LibraryImportDialog::setStructures(const QString& path, const QString& description) {
  take(path, {Source::State::Structures, description, {}});
}

void LibraryImportDialog::setUnreadable(const QString& path, const QString& sentence) {
  take(path, {Source::State::Unreadable, sentence, {}});
}

void LibraryImportDialog::showCurrent() {
  const int row = m_files->currentRow();
  const bool any = row >= 0 && row < m_paths.size();
  const Source source = any ? m_sources.value(m_paths[row]) : Source{};
  m_mapping->setVisible(any && source.table.has_value());
  if (source.table && any) m_mapping->setSample(*source.table);
  m_says->setText(any ? source.sentence
                      : tr("Structure files (SDF, MOL, PDB, SMILES …), tables, compressed or not, "
                           "and folders of them. Drop them here."));
  m_says->setHidden(m_says->text().isEmpty());
  tell();
}

QString LibraryImportDialog::whatIsMissing() const {
  if (m_paths.isEmpty()) return tr("Add a file or a folder first.");
  for (const QString& path : m_paths) {
    const Source source = m_sources.value(path);
    const QString name = QFileInfo(path).fileName();
    if (source.state == Source::State::Looking) return tr("%1 is being looked at.").arg(name);
    if (source.state == Source::State::Unreadable)
      return tr("%1 cannot be imported; remove it from the list.").arg(name);
    if (!source.table) continue;
    const QString problem = ColumnMappingView::problemOf(source.table->roles);
    if (!problem.isEmpty()) return tr("%1: %2").arg(name, problem);
  }
  return {};
}

void LibraryImportDialog::tell() {
  if (m_pages->currentIndex() != Choice) return;
  const QString missing = whatIsMissing();
  m_start->setEnabled(missing.isEmpty());
  m_start->setToolTip(missing);
  m_start->setAccessibleDescription(missing);
}

ImportRequest LibraryImportDialog::request() const {
  ImportRequest made;
  for (const QString& path : m_paths) {
    const Source source = m_sources.value(path);
    ImportSource one{path, {}};
    if (source.table) one.roles = source.table->roles;
    made.sources.push_back(std::move(one));
  }
  made.tags = m_tags->chips();
  made.credit = m_credit->text().trimmed();
  return made;
}

void LibraryImportDialog::start() {
  if (m_pages->currentIndex() == Report) return accept();
  if (!whatIsMissing().isEmpty()) return;
  m_pages->setCurrentIndex(Progress);
  m_progress->start(m_library);
  m_start->hide();
  m_close->setText(tr("Close"));
  m_close->setToolTip(tr("The import goes on; the status bar shows it."));
  Q_EMIT importRequested(request());
}

void LibraryImportDialog::setProgress(const ImportState& state) {
  if (m_pages->currentIndex() == Progress) m_progress->setState(state);
}

void LibraryImportDialog::showReport() {
  m_pages->setCurrentIndex(Report);
  m_close->hide();
  m_start->setText(tr("Close"));
  m_start->setToolTip({});
  m_start->setEnabled(true);
  m_start->show();
  m_save->show();
  m_start->setFocus();
}

void LibraryImportDialog::setResult(const ImportResult& result) {
  m_report->setResult(result, m_library);
  showReport();
}

void LibraryImportDialog::setFailure(const QString& sentence) {
  m_report->setFailure(sentence);
  showReport();
}

void LibraryImportDialog::chooseFiles() {
  addPaths(QFileDialog::getOpenFileNames(this, tr("Files to import")));
}

void LibraryImportDialog::chooseFolder() {
  addPaths({QFileDialog::getExistingDirectory(this, tr("Folder to import"))});
}

void LibraryImportDialog::removeCurrent() {
  const int row = m_files->currentRow();
  if (row < 0) return;
  m_sources.remove(m_paths.takeAt(row));
  delete m_files->takeItem(row);
  showCurrent();
}

void LibraryImportDialog::keyPressEvent(QKeyEvent* event) {
  if (event->key() == Qt::Key_Delete && m_files->hasFocus()) return removeCurrent();
  QDialog::keyPressEvent(event);
}

void LibraryImportDialog::dragEnterEvent(QDragEnterEvent* event) {
  if (m_pages->currentIndex() == Choice && event->mimeData()->hasUrls())
    event->acceptProposedAction();
}

void LibraryImportDialog::dropEvent(QDropEvent* event) {
  QStringList paths;
  for (const QUrl& url : event->mimeData()->urls())
    if (url.isLocalFile()) paths += url.toLocalFile();
  addPaths(paths);
}

void LibraryImportDialog::paintEvent(QPaintEvent*) {
  QPainter(this).fillRect(rect(), theme::tokensFor(palette()).panel);
}

}  // namespace molloquy::widgets
