#include "widgets/models/model_manager.h"

#include <QDragEnterEvent>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QMimeData>
#include <QPainter>
#include <QProgressBar>
#include <QPushButton>
#include <QToolButton>
#include <QUrl>
#include <QVBoxLayout>
#include <utility>

#include "widgets/library/record_view.h"
#include "widgets/models/model_detail_pane.h"
#include "widgets/models/model_list_model.h"
#include "widgets/models/model_row_delegate.h"
#include "widgets/theme/fonts.h"
#include "widgets/theme/splitter.h"
#include "widgets/theme/themed_icon.h"
#include "widgets/theme/themed_label.h"
#include "widgets/theme/tokens.h"

namespace molloquy::widgets {
namespace {

QStringList droppedFolders(const QMimeData& dropped) {
  QStringList folders;
  for (const QUrl& url : dropped.urls()) {
    if (!url.isLocalFile()) continue;
    const QFileInfo info(url.toLocalFile());
    folders << (info.isDir() ? info.filePath() : info.path());
  }
  folders.removeDuplicates();
  return folders;
}

constexpr int kProgressSteps = 1000;

}  // namespace

ModelManager::ModelManager(QWidget* parent) : QDialog(parent), m_rows(new ModelListModel(this)) {
  setWindowTitle(tr("Models"));
  setAcceptDrops(true);
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(0);
  auto* columns = new theme::Splitter(Qt::Horizontal, this);
  columns->setChildrenCollapsible(false);
  columns->addWidget(buildList());
  m_detail = new ModelDetailPane(columns);
  columns->addWidget(m_detail);
  columns->setStretchFactor(1, 1);
  columns->setSizes({theme::scaled(280), theme::scaled(620)});
  connect(columns, &theme::Splitter::resetRequested, this, [columns] {
    columns->setSizes({theme::scaled(280), columns->width() - theme::scaled(280)});
  });
  layout->addWidget(columns, 1);
  layout->addWidget(buildFoot());
  resize(theme::scaled(900), theme::scaled(640));
  setMinimumSize(theme::scaled(720), theme::scaled(460));
  setSearching(false);
  setJob(std::nullopt);
}

QWidget* ModelManager::buildList() {
  m_left = new QWidget(this);
  m_left->setMinimumWidth(theme::scaled(200));
  auto* layout = new QVBoxLayout(m_left);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(0);
  auto* top = new QHBoxLayout;
  top->setContentsMargins(theme::scaled(12), theme::scaled(8), theme::scaled(8), theme::scaled(8));
  top->addWidget(new theme::ThemedLabel(theme::TextRole::PanelTitle, theme::Ink::Text,
                                        tr("On this computer"), m_left),
                 1);
  const auto addButton = [&](const char* icon, const QString& words) {
    auto* button = new QToolButton(m_left);
    button->setIcon(theme::icon(QString::fromLatin1(icon)));
    button->setIconSize({theme::scaled(16), theme::scaled(16)});
    button->setAutoRaise(true);
    button->setToolTip(words);
    button->setAccessibleName(words);
    top->addWidget(button);
    return button;
  };
  connect(addButton("regenerate", tr("Look through the folders again")), &QToolButton::clicked,
          this, &ModelManager::refreshRequested);
  connect(addButton("plus", tr("Add a folder")), &QToolButton::clicked, this,
          &ModelManager::addFolderRequested);
  layout->addLayout(top);

  m_view = new RecordView(m_left);
  m_view->setModel(m_rows);
  m_view->setItemDelegate(new ModelRowDelegate(m_view));
  m_view->setAccessibleName(tr("Models"));
  m_view->setMouseTracking(true);
  // A click only chooses; loading takes a second of the whole machine.
  connect(m_view->selectionModel(), &QItemSelectionModel::currentChanged, this,
          [this](const QModelIndex& index) {
            if (m_exchanging || !index.isValid()) return;
            Q_EMIT modelSelected(index.data(ModelListModel::FolderRole).toString());
          });
  connect(m_view, &QListView::doubleClicked, this,
          [this] { Q_EMIT modelActivated(selectedFolder()); });
  m_view->installEventFilter(this);
  layout->addWidget(m_view, 1);
  return m_left;
}

QWidget* ModelManager::buildFoot() {
  m_foot = new QWidget(this);
  auto* layout = new QHBoxLayout(m_foot);
  layout->setContentsMargins(theme::scaled(12), theme::scaled(10), theme::scaled(12),
                             theme::scaled(10));
  layout->setSpacing(theme::scaled(8));
  auto* assemble = new QPushButton(tr("Assemble 3D-MoLM…"), m_foot);
  assemble->setToolTip(tr("Makes a model folder of the published checkpoints."));
  assemble->setAutoDefault(false);
  connect(assemble, &QPushButton::clicked, this, &ModelManager::assembleRequested);
  layout->addWidget(assemble);

  m_job = new QWidget(m_foot);
  auto* job = new QHBoxLayout(m_job);
  job->setContentsMargins(theme::scaled(8), 0, 0, 0);
  job->setSpacing(theme::scaled(8));
  m_words = new theme::ThemedLabel(theme::TextRole::Secondary, theme::Ink::Text2, {}, m_job);
  m_words->setElided(true);
  m_words->setTextFormat(Qt::PlainText);
  m_progress = new QProgressBar(m_job);
  m_progress->setTextVisible(false);
  m_progress->setAccessibleName(tr("Progress"));
  m_cancel = new QPushButton(tr("Cancel"), m_job);
  m_cancel->setAutoDefault(false);
  connect(m_cancel, &QPushButton::clicked, this, &ModelManager::cancelRequested);
  job->addWidget(m_words, 2);
  job->addWidget(m_progress, 1);
  job->addWidget(m_cancel);
  layout->addWidget(m_job, 1);
  layout->addStretch();

  auto* close = new QPushButton(tr("Close"), m_foot);
  close->setAutoDefault(false);
  connect(close, &QPushButton::clicked, this, &QDialog::close);
  layout->addWidget(close);
  return m_foot;
}

QListView& ModelManager::list() { return *m_view; }

void ModelManager::setRows(std::vector<ModelRow> rows) {
  const QString chosen = selectedFolder();
  // Nobody chose anything while the rows are exchanged.
  m_exchanging = true;
  m_rows->setRows(std::move(rows));
  select(chosen);
  m_exchanging = false;
  setSearching(m_searching);
}

void ModelManager::setSearching(bool searching) {
  m_searching = searching;
  m_view->setNote(QStringLiteral("folder"),
                  searching ? tr("Looking through the folders") : tr("No models here"),
                  searching ? QString() : tr("Add a folder, or drop one here."));
}

void ModelManager::select(const QString& folder) {
  if (const QModelIndex index = m_rows->indexOf(folder); index.isValid()) {
    m_view->setCurrentIndex(index);
    m_view->scrollTo(index);
  }
}

QString ModelManager::selectedFolder() const {
  return m_view->currentIndex().data(ModelListModel::FolderRole).toString();
}

void ModelManager::setJob(const std::optional<ModelJob>& job) {
  m_job->setVisible(job.has_value());
  if (!job) return;
  m_words->setText(job->words);
  m_progress->setRange(0, job->share ? kProgressSteps : 0);
  if (job->share) m_progress->setValue(static_cast<int>(*job->share * kProgressSteps));
}

bool ModelManager::eventFilter(QObject* watched, QEvent* event) {
  if (watched == m_view && event->type() == QEvent::KeyPress) {
    const int key = static_cast<QKeyEvent*>(event)->key();
    if ((key == Qt::Key_Return || key == Qt::Key_Enter) && !selectedFolder().isEmpty()) {
      Q_EMIT modelActivated(selectedFolder());
      return true;
    }
  }
  return QDialog::eventFilter(watched, event);
}

void ModelManager::dragEnterEvent(QDragEnterEvent* event) {
  if (!droppedFolders(*event->mimeData()).isEmpty()) event->acceptProposedAction();
}

void ModelManager::dropEvent(QDropEvent* event) {
  Q_EMIT foldersDropped(droppedFolders(*event->mimeData()));
  event->acceptProposedAction();
}

void ModelManager::paintEvent(QPaintEvent*) {
  const theme::Tokens& t = theme::tokensFor(palette());
  QPainter painter(this);
  painter.fillRect(rect(), t.surface);
  painter.fillRect(QRect(0, 0, m_left->width(), height()), t.panel);
  painter.fillRect(m_foot->geometry(), t.panel);
  painter.fillRect(QRect(0, m_foot->y(), width(), 1), t.line);
}

}  // namespace molloquy::widgets
