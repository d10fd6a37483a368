#include "widgets/library/record_list.h"

#include <QActionGroup>
#include <QClipboard>
#include <QEvent>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QItemSelectionModel>
#include <QLabel>
#include <QLineEdit>
#include <QLocale>
#include <QMenu>
#include <QPainter>
#include <QToolButton>
#include <QVBoxLayout>
#include <algorithm>

#include "widgets/depiction/thumbnail.h"
#include "widgets/frame/segmented_control.h"
#include "widgets/input/structure_entry.h"
#include "widgets/inspector/number_text.h"
#include "widgets/library/library_bar.h"
#include "widgets/library/record_delegate.h"
#include "widgets/library/record_mime.h"
#include "widgets/library/record_order.h"
#include "widgets/library/record_view.h"
#include "widgets/library/thumbnail_queue.h"
#include "widgets/search/search_popup.h"
#include "widgets/search/typed_kind.h"
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
  buildSearch();
  buildList();
  buildCount();
  setAccessibleName(tr("Structures"));
  for (const RecordListModel* model : {m_library, m_session}) {
    connect(model, &QAbstractItemModel::rowsInserted, this, &RecordList::updateCount);
    connect(model, &QAbstractItemModel::modelReset, this, [this] {
      m_queue->reset();
      updateCount();
    });
    connect(model, &RecordListModel::fieldsChanged, this, &RecordList::fillSortMenu);
  }
  fillSortMenu();
  updateCount();
}

void RecordList::buildEntry() {
  m_entry = new StructureEntry(StructureEntry::Look::Search, this);
  m_entry->setPlaceholderText(tr("Name, SMILES, InChI or CID"));
  m_entry->setToolTip(tr("A name, a structure, a CID, or conditions: mass < 300 (Ctrl+P)"));
  // Also what the program puts into the field filters the list.
  connect(&m_entry->field(), &QLineEdit::textChanged, this, [this] {
    filter(m_entry->text());
    if (m_entry->text().isEmpty()) m_search->close();
    m_searchRest.start();
  });
  connect(m_entry, &StructureEntry::textEdited, this, [this](const QString& text) {
    fillSuggestions(text);
    m_searchRest.start();
  });
  connect(m_entry, &StructureEntry::textSettled, this, [this](const QString& text) {
    if (m_isExpression) return showProblem();
    const bool known = m_order->rowCount() > 0 && !searchesElsewhere();
    if (!known && isStructureKind(m_search->kindOf(text))) Q_EMIT structureSettled(text);
  });
  connect(m_entry, &StructureEntry::submitted, this, &RecordList::submit);
  connect(m_entry, &StructureEntry::blockPasted, this, &RecordList::blockPasted);

  m_sources = new SegmentedControl({tr("Library"), tr("Session")}, this);
  m_sources->setAccessibleName(tr("Which structures are listed"));
  connect(m_sources, &SegmentedControl::chosen, this,
          [this](int index) { setSource(static_cast<Source>(index)); });
  m_sort = new QToolButton(this);
  m_sort->setIcon(theme::icon(QStringLiteral("sort")));
  m_sort->setIconSize({theme::scaled(16), theme::scaled(16)});
  m_sort->setAutoRaise(true);
  m_sort->setToolTip(tr("Sort"));
  m_sort->setAccessibleName(tr("Sort"));
  m_sortMenu = new QMenu(m_sort);
  connect(m_sort, &QToolButton::clicked, this,
          [this] { m_sortMenu->popup(m_sort->mapToGlobal(m_sort->rect().bottomLeft())); });
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
  row->addWidget(m_sort);
  row->addWidget(m_open);
  top->addLayout(row);
  m_bar = new LibraryBar(this);
  top->addWidget(m_bar);
  static_cast<QVBoxLayout*>(layout())->addLayout(top);
}

void RecordList::buildList() {
  m_order = new RecordOrder(this);
  m_order->setSourceModel(m_library);
  m_delegate = new RecordDelegate(this);
  m_view = new RecordView(this);
  m_view->setModel(m_order);
  m_view->setItemDelegate(m_delegate);
  m_view->setAccessibleName(tr("Structures"));
  m_view->setContextMenuPolicy(Qt::CustomContextMenu);
  connect(m_view, &QWidget::customContextMenuRequested, this, &RecordList::showRecordMenu);
  connect(m_view, &RecordView::recordChosen, this, &RecordList::activate);
  connect(m_view, &RecordView::copyRequested, this, &RecordList::copySelection);
  connect(m_view->selectionModel(), &QItemSelectionModel::selectionChanged, this, [this] {
    updateCount();
    Q_EMIT selectionChanged(selectedKeys());
  });
  m_queue = new ThumbnailQueue([this](const QString& key) { return lacksDrawing(key); }, this);
  connect(m_delegate, &RecordDelegate::thumbnailMissing, m_queue, &ThumbnailQueue::want);
  connect(m_queue, &ThumbnailQueue::needed, this, [this](const QString& key) {
    Q_EMIT thumbnailNeeded(key, RecordDelegate::thumbnailSize(), devicePixelRatioF());
  });
  connect(m_queue, &ThumbnailQueue::cancelled, this, &RecordList::thumbnailCancelled);
}

void RecordList::buildCount() {
  const auto label = [this] {
    auto* made = new QLabel(this);
    made->setFont(theme::font(theme::TextRole::Secondary));
    made->setForegroundRole(QPalette::PlaceholderText);
    made->setFixedHeight(theme::scaled(27));
    return made;
  };
  m_count = label();
  m_selected = label();
  auto* row = new QHBoxLayout;
  row->setContentsMargins(theme::scaled(12), 0, theme::scaled(12), 0);
  row->addWidget(m_count);
  row->addStretch();
  row->addWidget(m_selected);
  auto* column = static_cast<QVBoxLayout*>(layout());
  column->addSpacing(1);
  column->addWidget(m_view, 1);
  column->addSpacing(1);
  column->addLayout(row);
}

RecordListModel& RecordList::shown() const {
  return m_source == Source::Library ? *m_library : *m_session;
}

void RecordList::fillSortMenu() {
  m_sortMenu->clear();
  delete m_sortMenu->findChild<QActionGroup*>();
  auto* group = new QActionGroup(m_sortMenu);
  const auto add = [&](const QString& text, const QString& property, Qt::SortOrder order) {
    QAction* action = m_sortMenu->addAction(text);
    action->setCheckable(true);
    action->setChecked(property == m_order->sortProperty() &&
                       (property.isEmpty() || order == m_order->sortOrder()));
    group->addAction(action);
    connect(action, &QAction::triggered, this,
            [this, property, order] { sortBy(property, order); });
  };
  add(tr("As in the file"), {}, Qt::AscendingOrder);
  m_sortMenu->addSeparator();
  QStringList properties{QStringLiteral("name"), QStringLiteral("formula"), QStringLiteral("mass")};
  constexpr int kMenuFields = 30;  // more would not fit on a screen; conditions reach them all
  properties += shown().fields().mid(0, kMenuFields);
  for (const QString& property : properties) {
    add(tr("%1, rising").arg(property), property, Qt::AscendingOrder);
    add(tr("%1, falling").arg(property), property, Qt::DescendingOrder);
  }
}

void RecordList::sortBy(const QString& property, Qt::SortOrder order) {
  m_order->sortBy(property, order);
  fillSortMenu();
  m_view->scrollToTop();
}

void RecordList::setSource(Source source) {
  m_source = source;
  m_sources->setCurrent(static_cast<int>(source));
  m_order->setSourceModel(&shown());
  fillSortMenu();
  m_bar->setVisible(source == Source::Library && m_bar->hasPlaces());
  filter(m_entry->text());
}

void RecordList::setCurrentRecord(const QString& key) {
  m_currentKey = key;
  m_delegate->setOpenKey(key);
  m_view->viewport()->update();
  const QModelIndex index = m_order->mapFromSource(shown().indexOfKey(key));
  if (index.isValid()) m_view->scrollTo(index);
}

void RecordList::setThumbnail(const QString& key, const QImage& image) {
  const QImage fitted =
      fittedThumbnail(image, RecordDelegate::thumbnailRoom(), devicePixelRatioF());
  m_library->setThumbnail(key, fitted);
  m_session->setThumbnail(key, fitted);
  m_queue->arrived(key);
}

void RecordList::setThumbnailFailed(const QString& key) { m_queue->failed(key); }

void RecordList::setTextProvider(const RecordTextProvider& provider) {
  m_library->setTextProvider(provider);
  m_session->setTextProvider(provider);
}

bool RecordList::lacksDrawing(const QString& key) const {
  const RecordListModel& model = shown();
  if (model.hasThumbnail(key)) return false;
  const QModelIndex index = m_order->mapFromSource(model.indexOfKey(key));
  return index.isValid() && m_view->visualRect(index).intersects(m_view->viewport()->rect());
}

QStringList RecordList::selectedKeys() const {
  QModelIndexList rows = m_view->selectionModel()->selectedRows();
  std::sort(rows.begin(), rows.end(),
            [](const QModelIndex& a, const QModelIndex& b) { return a.row() < b.row(); });
  QStringList keys;
  for (const QModelIndex& row : rows) keys += row.data(RecordListModel::KeyRole).toString();
  return keys;
}

void RecordList::copySelection() {
  const QStringList keys = selectedKeys();
  if (keys.isEmpty() || !shown().textProvider()) return;
  QGuiApplication::clipboard()->setMimeData(new RecordMimeData(keys, shown().textProvider()));
}

void RecordList::showRecordMenu(const QPoint& place) {
  const QString key = m_view->indexAt(place).data(RecordListModel::KeyRole).toString();
  if (key.isEmpty()) return;
  auto* menu = new QMenu(m_view);
  menu->setAttribute(Qt::WA_DeleteOnClose);
  menu->addAction(tr("Open"), this, [this, key] { Q_EMIT recordActivated(key); });
  menu->addAction(theme::icon(QStringLiteral("copy")), tr("Copy"), this,
                  &RecordList::copySelection);
  menu->addAction(theme::icon(QStringLiteral("info")), tr("Details…"), this,
                  [this, key] { Q_EMIT detailsRequested(key); });
  menu->popup(m_view->viewport()->mapToGlobal(place));
}

void RecordList::activate(const QModelIndex& index) {
  const QString key = index.data(RecordListModel::KeyRole).toString();
  if (!key.isEmpty()) Q_EMIT recordActivated(key);
}

void RecordList::updateCount() {
  const qsizetype listed = m_order->rowCount();
  const qsizetype all = shown().rowCount();
  const qint64 total = m_source == Source::Library ? m_total.value_or(all) : all;
  const QString what = total == 1 ? tr("structure") : tr("structures");
  if (listed == all && all < total) {
    m_count->setText(tr("first %1 of %2").arg(shownCount(all), shownCount(total)));
  } else {
    m_count->setText(listed == all
                         ? tr("%1 %2").arg(shownCount(all), what)
                         : tr("%1 of %2 %3").arg(shownCount(listed), shownCount(all), what));
  }
  m_count->setToolTip(all < total ? tr("%1 structures were found; the best %2 are listed. More "
                                       "words or conditions find fewer.")
                                        .arg(shownCount(total), shownCount(all))
                                  : QString());
  const qsizetype selected = m_view->selectionModel()->selectedRows().size();
  m_selected->setText(selected > 0 ? tr("%1 selected").arg(shownCount(selected)) : QString());
  updateNote(all);
}

/// What stands in the list while it is empty.
void RecordList::updateNote(qsizetype all) {
  const bool searched =
      searchesElsewhere() && (!m_entry->text().isEmpty() || !m_bar->conditions().isEmpty());
  if (searched) {
    m_view->setNote(QStringLiteral("search"), tr("Nothing in this library fits"),
                    tr("Remove a condition or type fewer words."));
  } else if (all > 0 && m_isExpression) {
    m_view->setNote(QStringLiteral("search"), tr("No record meets these conditions"),
                    tr("Empty the field to list all of them."));
  } else if (all > 0) {
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
    m_queue->reset();
    m_library->dropThumbnails();
    m_session->dropThumbnails();
  }
  QWidget::changeEvent(event);
}

bool RecordList::event(QEvent* event) {
  // The lines stand where the parts begin, and the parts have moved.
  if (event->type() == QEvent::LayoutRequest) update();
  return QWidget::event(event);
}

void RecordList::paintEvent(QPaintEvent*) {
  const theme::Tokens& t = theme::tokensFor(palette());
  QPainter painter(this);
  painter.fillRect(rect(), t.panel);
  painter.fillRect(QRect(0, m_view->y() - 1, width(), 1), t.line);
  painter.fillRect(QRect(0, m_count->y() - 1, width(), 1), t.line);
}

}  // namespace molloquy::widgets
