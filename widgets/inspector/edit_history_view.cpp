#include "widgets/inspector/edit_history_view.h"

#include <QAbstractListModel>
#include <QListView>
#include <QPainter>
#include <QStyledItemDelegate>
#include <QToolButton>

#include "widgets/inspector/panel_parts.h"
#include "widgets/theme/fonts.h"
#include "widgets/theme/style_painting.h"
#include "widgets/theme/themed_label.h"
#include "widgets/theme/tokens.h"

namespace molloquy::widgets {
namespace {

enum Role { kStepRole = Qt::UserRole + 1, kUndoneRole, kCurrentRole };

/// Number, title; undone steps are quiet and say so by their place above the current one.
class StepDelegate : public QStyledItemDelegate {
 public:
  using QStyledItemDelegate::QStyledItemDelegate;

  void paint(QPainter* painter, const QStyleOptionViewItem& option,
             const QModelIndex& index) const override {
    const theme::Tokens& t = theme::tokensFor(option.palette);
    const bool current = index.data(kCurrentRole).toBool();
    const bool undone = index.data(kUndoneRole).toBool();
    painter->save();
    if (current) {
      painter->fillRect(option.rect, t.selected);
    } else if (option.state & QStyle::State_MouseOver) {
      painter->fillRect(option.rect, t.hover);
    }
    if ((option.state & QStyle::State_HasFocus) && option.widget != nullptr &&
        option.widget->window()->testAttribute(Qt::WA_KeyboardFocusChange))
      theme::painting::focusRing(*painter, option.rect, 0, t.accent);
    const int margin = theme::scaled(12);
    painter->setFont(theme::font(theme::TextRole::Control));
    painter->setPen(current ? t.text2 : t.text3);
    const int step = index.data(kStepRole).toInt();
    const QRect place = option.rect.adjusted(margin, 0, -margin, 0);
    if (step > 0) painter->drawText(place, Qt::AlignLeft | Qt::AlignVCenter, QString::number(step));
    const int digits = qMax(1, static_cast<int>(QString::number(index.model()->rowCount()).size()));
    const int left = theme::scaled(12) + painter->fontMetrics().horizontalAdvance(u'0') * digits;
    const QRect words = place.adjusted(left, 0, 0, 0);
    if (undone) {
      QFont struck = painter->font();
      struck.setItalic(true);
      painter->setFont(struck);
    }
    painter->setPen(undone ? t.text3 : t.text);
    painter->drawText(
        words, Qt::AlignLeft | Qt::AlignVCenter,
        painter->fontMetrics().elidedText(index.data().toString(), Qt::ElideRight, words.width()));
    painter->restore();
  }

  [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem&, const QModelIndex&) const override {
    return {theme::scaled(120), theme::scaled(30)};
  }
};

}  // namespace

/// Rows are made when they are shown, so that a history of any length costs nothing.
class EditHistoryModel : public QAbstractListModel {
 public:
  using QAbstractListModel::QAbstractListModel;

  void setHistory(const QStringList& titles, int current) {
    beginResetModel();
    m_titles = titles;
    m_current = qBound(0, current, static_cast<int>(titles.size()));
    endResetModel();
  }
  [[nodiscard]] const QStringList& titles() const { return m_titles; }
  [[nodiscard]] int current() const { return m_current; }

  [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override {
    return parent.isValid() ? 0 : static_cast<int>(m_titles.size()) + 1;
  }
  [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override {
    if (!index.isValid()) return {};
    const int step = static_cast<int>(m_titles.size()) - index.row();
    const QString title = step == 0 ? EditHistoryView::tr("As opened") : m_titles[step - 1];
    const bool undone = step > m_current;
    switch (role) {
      case Qt::DisplayRole:
        return title;
      case Qt::ToolTipRole:
        return undone ? EditHistoryView::tr("Undone. Click to do it again.") : title;
      case Qt::AccessibleTextRole:
        if (step == 0) return title;
        return (undone ? EditHistoryView::tr("Step %1, undone: %2")
                       : EditHistoryView::tr("Step %1: %2"))
            .arg(step)
            .arg(title);
      case kStepRole:
        return step;
      case kUndoneRole:
        return undone;
      case kCurrentRole:
        return step == m_current;
      default:
        return {};
    }
  }

 private:
  QStringList m_titles;
  int m_current = 0;
};

EditHistoryView::EditHistoryView(QWidget* parent)
    : QWidget(parent), m_model(new EditHistoryModel(this)) {
  setAccessibleName(tr("Edit history"));
  m_title =
      new theme::ThemedLabel(theme::TextRole::Control, theme::Ink::Text2, tr("Edit history"), this);
  m_undo = iconButton(QStringLiteral("undo"), tr("Undo the last step"), this);
  m_list = new QListView(this);
  m_list->setFrameShape(QFrame::NoFrame);
  m_list->setModel(m_model);
  m_list->setItemDelegate(new StepDelegate(m_list));
  m_list->setUniformItemSizes(true);
  m_list->setMouseTracking(true);
  m_list->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
  m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  m_list->setEditTriggers(QAbstractItemView::NoEditTriggers);
  m_list->setAccessibleName(tr("Steps, the last one first"));
  connect(m_list, &QListView::clicked, this,
          [this](const QModelIndex& index) { choose(index.row()); });
  connect(m_list, &QListView::activated, this,
          [this](const QModelIndex& index) { choose(index.row()); });
  connect(m_undo, &QToolButton::clicked, this, &EditHistoryView::undoRequested);
  setHistory({}, 0);
}

int EditHistoryView::stepCount() const { return static_cast<int>(m_model->titles().size()); }
int EditHistoryView::current() const { return m_model->current(); }

void EditHistoryView::setHistory(const QStringList& titles, int current) {
  m_model->setHistory(titles, current);
  const QModelIndex here = m_model->index(stepCount() - m_model->current(), 0);
  m_list->setCurrentIndex(here);
  m_list->scrollTo(here);
  m_list->setVisible(stepCount() > 0);
  const int step = m_model->current();
  m_undo->setEnabled(step > 0);
  m_undo->setToolTip(step > 0 ? tr("Undo: %1").arg(titles[step - 1])
                              : tr("There is nothing to undo."));
  update();
}

void EditHistoryView::choose(int row) {
  const int step = stepCount() - row;
  if (step != current()) Q_EMIT stepChosen(step);
}

void EditHistoryView::resizeEvent(QResizeEvent*) {
  const int head = theme::scaled(36);
  const int side = theme::scaled(26);
  m_undo->setGeometry(width() - side - theme::scaled(8), (head - side) / 2, side, side);
  m_title->setGeometry(theme::scaled(12), 0, m_undo->x() - theme::scaled(12), head);
  m_list->setGeometry(0, head, width(), qMax(0, height() - head));
}

void EditHistoryView::paintEvent(QPaintEvent*) {
  const theme::Tokens& t = theme::tokensFor(palette());
  QPainter painter(this);
  painter.fillRect(rect(), t.surface);
  if (stepCount() > 0) return;
  painter.setFont(theme::font(theme::TextRole::Control));
  painter.setPen(t.text3);
  painter.drawText(rect().adjusted(theme::scaled(12), theme::scaled(40), -theme::scaled(12), 0),
                   Qt::AlignLeft | Qt::AlignTop | Qt::TextWordWrap, tr("Nothing was edited yet."));
}

}  // namespace molloquy::widgets
