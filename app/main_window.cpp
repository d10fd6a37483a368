#include "app/main_window.h"

#include <QAction>
#include <QCloseEvent>
#include <QDragEnterEvent>
#include <QMenuBar>
#include <QMimeData>
#include <QStackedWidget>
#include <QUrl>
#include <QVBoxLayout>
#include <algorithm>

#include "widgets/chat/chat_panel.h"
#include "widgets/frame/banner.h"
#include "widgets/frame/command_palette.h"
#include "widgets/frame/menu_corner.h"
#include "widgets/frame/status_bar.h"
#include "widgets/frame/viewport_header.h"
#include "widgets/frame/welcome_page.h"
#include "widgets/inspector/lower_panel.h"
#include "widgets/library/record_list.h"
#include "widgets/sketch/sketch_editor.h"
#include "widgets/theme/fonts.h"
#include "widgets/theme/splitter.h"
#include "widgets/theme/themed_icon.h"
#include "widgets/viewport/molecule_viewport.h"

namespace molloquy::app {
namespace {

const QSize kDefaultSize(1440, 900);
const QSize kSmallestSize(880, 560);
/// Below this width the left list gives its place to the viewport.
constexpr int kNarrowWidth = 1200;
constexpr int kRecordsWidth = 248;
constexpr int kChatWidth = 432;
constexpr int kNarrowChatWidth = 360;
constexpr int kLowerHeight = 236;

const QString kWindowPart = QStringLiteral("window");
const QString kColumnsPart = QStringLiteral("columns");
const QString kBenchPart = QStringLiteral("bench");

}  // namespace

MainWindow::MainWindow(Settings& settings, widgets::AtomSelectionModel& selection,
                       widgets::PinModel& pins, widgets::ChatModel& chat)
    : m_settings(settings), m_actions(createMenus(*this)) {
  setWindowTitle(tr("Molloquy"));
  setWindowIcon(theme::icon(QStringLiteral("molloquy")));
  setAcceptDrops(true);
  setMinimumSize(kSmallestSize);

  m_corner = new widgets::MenuCorner(this);
  menuBar()->setCornerWidget(m_corner, Qt::TopRightCorner);
  m_palette = new widgets::CommandPalette(this);

  m_columns = new theme::Splitter(Qt::Horizontal);
  m_records = new widgets::RecordList(m_columns);
  m_centre = new QStackedWidget(m_columns);
  m_welcome = new widgets::WelcomePage(m_centre);
  m_centre->addWidget(m_welcome);
  m_centre->addWidget(buildBench(selection, pins));
  m_chat = new widgets::ChatPanel(&chat, &pins, m_columns);
  m_columns->addWidget(m_records);
  m_columns->addWidget(m_centre);
  m_columns->addWidget(m_chat);
  m_columns->setStretchFactor(1, 1);

  auto* body = new QWidget(this);
  auto* layout = new QVBoxLayout(body);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(0);
  layout->addWidget(m_columns, 1);
  m_status = new widgets::StatusBar(body);
  layout->addWidget(m_status);
  setCentralWidget(body);

  connectPanelActions();
  restoreLayout();
}

MainWindow::~MainWindow() = default;

QWidget* MainWindow::buildBench(widgets::AtomSelectionModel& selection, widgets::PinModel& pins) {
  auto* page = new QWidget(m_centre);
  auto* layout = new QVBoxLayout(page);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(0);
  m_header = new widgets::ViewportHeader(page);
  m_banner = new widgets::Banner(page);
  m_bench = new theme::Splitter(Qt::Vertical, page);
  m_viewport = new widgets::MoleculeViewport(&selection, &pins, m_bench);
  m_lower = new widgets::LowerPanel(selection, pins, m_bench);
  m_sketch = new widgets::SketchEditor(selection, m_lower);
  m_lower->setDrawingEditor(m_sketch);
  m_bench->addWidget(m_viewport);
  m_bench->addWidget(m_lower);
  m_bench->setStretchFactor(0, 1);
  m_bench->setChildrenCollapsible(false);
  layout->addWidget(m_header);
  layout->addWidget(m_banner);
  layout->addWidget(m_bench, 1);
  return page;
}

void MainWindow::connectPanelActions() {
  connect(m_actions.showRecords, &QAction::toggled, this, [this](bool shown) {
    m_records->setVisible(shown);
    if (!isNarrow()) m_recordsWanted = shown;
  });
  connect(m_actions.showConversation, &QAction::toggled, m_chat, &QWidget::setVisible);
  connect(m_actions.showLowerPanel, &QAction::toggled, m_lower,
          [this](bool shown) { m_lower->setCollapsed(!shown); });
  connect(m_lower, &widgets::LowerPanel::collapsedChanged, this, [this](bool collapsed) {
    m_actions.showLowerPanel->setChecked(!collapsed);
    m_lower->setMaximumHeight(collapsed ? m_lower->stripHeight() : QWIDGETSIZE_MAX);
    // In the middle of a resize the splitter does not see the new limit by itself.
    const int lower = collapsed ? m_lower->stripHeight() : theme::scaled(kLowerHeight);
    m_bench->setSizes({std::max(m_bench->height() - lower, 1), lower});
  });
  connect(m_actions.viewportAlone, &QAction::toggled, this, &MainWindow::setViewportAlone);
  connect(m_columns, &theme::Splitter::resetRequested, this, &MainWindow::resetColumns);
  connect(m_bench, &theme::Splitter::resetRequested, this, [this] {
    m_bench->setSizes(
        {m_bench->height() - theme::scaled(kLowerHeight), theme::scaled(kLowerHeight)});
  });
  for (QAction* action :
       {m_actions.showRecords, m_actions.showConversation, m_actions.showLowerPanel}) {
    action->setChecked(true);
  }
}

void MainWindow::restoreLayout() {
  resize(kDefaultSize);
  restoreGeometry(m_settings.layout(kWindowPart));
  resetColumns();
  m_bench->setSizes({kDefaultSize.height(), theme::scaled(kLowerHeight)});
  m_columns->restoreState(m_settings.layout(kColumnsPart));
  m_bench->restoreState(m_settings.layout(kBenchPart));
}

void MainWindow::resetColumns() {
  const int records = isNarrow() ? 0 : theme::scaled(kRecordsWidth);
  const int chat = theme::scaled(isNarrow() ? kNarrowChatWidth : kChatWidth);
  m_columns->setSizes({records, std::max(width() - records - chat, 1), chat});
}

void MainWindow::setViewportAlone(bool alone) {
  m_records->setVisible(!alone && m_actions.showRecords->isChecked());
  m_chat->setVisible(!alone && m_actions.showConversation->isChecked());
  m_lower->setVisible(!alone);
  m_header->setVisible(!alone);
  m_status->setVisible(!alone);
  menuBar()->setVisible(!alone);
  // A hidden menu bar takes its shortcuts along; this one has to bring it back.
  if (alone) {
    addAction(m_actions.viewportAlone);
  } else {
    removeAction(m_actions.viewportAlone);
  }
}

bool MainWindow::isNarrow() const { return width() < theme::scaled(kNarrowWidth); }

void MainWindow::showBench(bool bench) { m_centre->setCurrentIndex(bench ? 1 : 0); }

bool MainWindow::isBenchShown() const { return m_centre->currentIndex() == 1; }

void MainWindow::tellFailure(const QString& sentence) {
  if (isBenchShown()) {
    m_banner->showMessage(widgets::Banner::Kind::Failure, sentence);
  } else {
    m_welcome->setError(std::nullopt, sentence);
  }
}

void MainWindow::closeEvent(QCloseEvent* event) {
  if (m_mayClose && !m_mayClose()) {
    event->ignore();
    return;
  }
  m_settings.setLayout(kWindowPart, saveGeometry());
  m_settings.setLayout(kColumnsPart, m_columns->saveState());
  m_settings.setLayout(kBenchPart, m_bench->saveState());
  QMainWindow::closeEvent(event);
}

void MainWindow::resizeEvent(QResizeEvent* event) {
  QMainWindow::resizeEvent(event);
  m_corner->fitTo(width());
  const bool wasNarrow =
      event->oldSize().isValid() && event->oldSize().width() < theme::scaled(kNarrowWidth);
  if (!event->oldSize().isValid() || wasNarrow != isNarrow()) {
    m_actions.showRecords->setChecked(!isNarrow() && m_recordsWanted);
    m_actions.showLowerPanel->setChecked(!isNarrow());
    resetColumns();
  }
}

void MainWindow::dragEnterEvent(QDragEnterEvent* event) {
  if (event->mimeData()->hasUrls() || event->mimeData()->hasText()) event->acceptProposedAction();
}

void MainWindow::dropEvent(QDropEvent* event) {
  const QMimeData& dropped = *event->mimeData();
  QStringList paths;
  for (const QUrl& url : dropped.urls()) {
    if (url.isLocalFile()) paths << url.toLocalFile();
  }
  if (!paths.isEmpty()) {
    Q_EMIT filesDropped(paths);
  } else if (dropped.hasText()) {
    Q_EMIT textDropped(dropped.text());
  }
  event->acceptProposedAction();
}

}  // namespace molloquy::app
