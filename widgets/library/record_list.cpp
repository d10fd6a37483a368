#include "widgets/library/record_list.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QPainter>
#include <QSortFilterProxyModel>
#include <QToolButton>
#include <QVBoxLayout>

#include "widgets/frame/segmented_control.h"
#include "widgets/input/structure_entry.h"
#include "widgets/inspector/number_text.h"
#include "widgets/library/record_delegate.h"
#include "widgets/library/record_view.h"
#include "widgets/theme/fonts.h"
#include "widgets/theme/themed_icon.h"
#include "widgets/theme/tokens.h"

namespace molloquy::widgets {

RecordList::RecordList(QWidget* parent)
    : QWidget(parent), m_library(new RecordListModel(this)), m_session(new RecordListModel(this)) {
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(0);
  buildEntry();
  buildList();
  setAccessibleName(tr("Structures"));
  for (const RecordListModel* model : {m_library, m_session}) {
    connect(model, &QAbstractItemModel::rowsInserted, this, &RecordList::updateCount);
    connect(model, &QAbstractItemModel::modelReset, this, [this] {
      m_asked.clear();
      updateCount();
    });
  }
  updateCount();
}

void RecordList::buildEntry() {
  m_entry = new StructureEntry(StructureEntry::Look::Search, this);
  m_entry->setPlaceholderText(tr("Name or SMILES"));
  connect(m_entry, &StructureEntry::textEdited, this, &RecordList::filter);
  connect(m_entry, &StructureEntry::textSettled, this, [this](const QString& text) {
    if (m_proxy->rowCount() == 0) Q_EMIT structureSettled(text);
  });
  connect(m_entry, &StructureEntry::submitted, this, &RecordList::submit);
  connect(m_entry, &StructureEntry::blockPasted, this, &RecordList::blockPasted);

  m_sources = new SegmentedControl({tr("Library"), tr("Session")}, this);
  m_sources->setAccessibleName(tr("Which structures are listed"));
  connect(m_sources, &SegmentedControl::chosen, this,
          [this](int index) { setSource(static_cast<Source>(index)); });
  m_open = new QToolButton(this);
  m_open->setIcon(theme::icon(QStringLiteral("plus")));
  m_open->setIconSize({theme::scaled(16), theme::scaled(16)});
  m_open->setAutoRaise(true);
  m_open->setToolTip(tr("Open a file"));
  m_open->setAccessibleName(tr("Open a file"));
  connect(m_open, &QToolButton::clicked, this, &RecordList::openFileRequested);

  auto* top = new QVBoxLayout;
  top->setContentsMargins(theme::scaled(10), theme::scaled(8), theme::scaled(10), theme::scaled(8));
  top->setSpacing(theme::scaled(8));
  top->addWidget(m_entry);
  auto* row = new QHBoxLayout;
  row->addWidget(m_sources);
  row->addStretch();
  row->addWidget(m_open);
  top->addLayout(row);
  static_cast<QVBoxLayout*>(layout())->addLayout(top);
}

void RecordList::buildList() {
  m_proxy = new QSortFilterProxyModel(this);
  m_proxy->setFilterCaseSensitivity(Qt::CaseInsensitive);
  m_proxy->setSourceModel(m_library);
  m_delegate = new RecordDelegate(this);
  m_view = new RecordView(this);
  m_view->setModel(m_proxy);
  m_view->setItemDelegate(m_delegate);
  m_view->setAccessibleName(tr("Structures"));
  connect(m_view, &RecordView::recordChosen, this, &RecordList::activate);
  // Painting only notices the gap; the request leaves after the paint event.
  connect(m_delegate, &RecordDelegate::thumbnailMissing, this, &RecordList::askForThumbnail,
          Qt::QueuedConnection);

  m_count = new QLabel(this);
  m_count->setFont(theme::font(theme::TextRole::Secondary));
  m_count->setForegroundRole(QPalette::PlaceholderText);
  m_count->setContentsMargins(theme::scaled(12), 0, theme::scaled(12), 0);
  m_count->setFixedHeight(theme::scaled(27));
  auto* column = static_cast<QVBoxLayout*>(layout());
  column->addSpacing(1);
  column->addWidget(m_view, 1);
  column->addSpacing(1);
  column->addWidget(m_count);
}

void RecordList::setSource(Source source) {
  m_source = source;
  m_sources->setCurrent(static_cast<int>(source));
  m_proxy->setSourceModel(source == Source::Library ? m_library : m_session);
  updateCount();
}

void RecordList::setCurrentRecord(const QString& key) {
  m_currentKey = key;
  m_delegate->setOpenKey(key);
  m_view->viewport()->update();
  const RecordListModel* model = m_source == Source::Library ? m_library : m_session;
  const QModelIndex index = m_proxy->mapFromSource(model->indexOfKey(key));
  if (index.isValid()) m_view->scrollTo(index);
}

void RecordList::setThumbnail(const QString& key, const QImage& image) {
  m_library->setThumbnail(key, image);
  m_session->setThumbnail(key, image);
}

void RecordList::askForThumbnail(const QString& key) {
  if (m_asked.contains(key)) return;
  m_asked.insert(key);
  Q_EMIT thumbnailNeeded(key, RecordDelegate::thumbnailSize(), devicePixelRatioF());
}

void RecordList::filter(const QString& text) {
  m_proxy->setFilterFixedString(text);
  updateCount();
}

void RecordList::submit(const QString& text) {
  if (m_proxy->rowCount() == 0) {
    Q_EMIT structureSubmitted(text);
    return;
  }
  activate(m_proxy->index(0, 0));
}

void RecordList::activate(const QModelIndex& index) {
  const QString key = index.data(RecordListModel::KeyRole).toString();
  if (!key.isEmpty()) Q_EMIT recordActivated(key);
}

void RecordList::updateCount() {
  const qsizetype shown = m_proxy->rowCount();
  const qsizetype all = m_proxy->sourceModel()->rowCount();
  const QString what = all == 1 ? tr("structure") : tr("structures");
  m_count->setText(shown == all ? tr("%1 %2").arg(shownCount(all), what)
                                : tr("%1 of %2 %3").arg(shownCount(shown), shownCount(all), what));
  if (all > 0) {
    m_view->setNote(QStringLiteral("hexagon"), tr("No such name here"),
                    tr("Enter opens the text as a structure."));
  } else if (m_source == Source::Library) {
    m_view->setNote(QStringLiteral("library"), tr("Your library is empty"),
                    tr("Structures that come with the program appear here."));
  } else {
    m_view->setNote(QStringLiteral("clock"), tr("Nothing opened yet"),
                    tr("Structures you open or paste appear here."));
  }
}

QSize RecordList::sizeHint() const { return {theme::scaled(248), theme::scaled(600)}; }
QSize RecordList::minimumSizeHint() const { return {theme::scaled(200), theme::scaled(240)}; }

void RecordList::changeEvent(QEvent* event) {
  if (event->type() == QEvent::PaletteChange) {
    m_asked.clear();
    m_library->dropThumbnails();
    m_session->dropThumbnails();
  }
  QWidget::changeEvent(event);
}

void RecordList::paintEvent(QPaintEvent*) {
  const theme::Tokens& t = theme::tokensFor(palette());
  QPainter painter(this);
  painter.fillRect(rect(), t.panel);
  painter.fillRect(QRect(0, m_view->y() - 1, width(), 1), t.line);
  painter.fillRect(QRect(0, m_count->y() - 1, width(), 1), t.line);
}

}  // namespace molloquy::widgets
