#include "widgets/viewport/tools/fragment_picker.h"

#include <algorithm>

#include <QCoreApplication>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLineEdit>
#include <QListWidget>
#include <QVBoxLayout>

#include "widgets/theme/fonts.h"

namespace molloquy::widgets {

namespace {

constexpr int kIdRole = Qt::UserRole;

}  // namespace

FragmentPicker::FragmentPicker(QWidget* parent) : QFrame(parent, Qt::Popup) {
  setFrameShape(QFrame::StyledPanel);
  setAccessibleName(tr("Fragments"));
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(8, 8, 8, 8);
  m_search = new QLineEdit(this);
  m_search->setPlaceholderText(tr("Search fragments"));
  m_search->setAccessibleName(tr("Search fragments"));
  m_search->setClearButtonEnabled(true);
  m_search->installEventFilter(this);
  layout->addWidget(m_search);
  auto* lists = new QHBoxLayout;
  m_categories = new QListWidget(this);
  m_categories->setAccessibleName(tr("Categories"));
  m_categories->setFixedWidth(theme::scaled(150));
  m_list = new QListWidget(this);
  m_list->setAccessibleName(tr("Fragments"));
  m_list->setUniformItemSizes(true);
  lists->addWidget(m_categories);
  lists->addWidget(m_list, 1);
  layout->addLayout(lists);
  resize(theme::scaled(420), theme::scaled(340));
  connect(m_search, &QLineEdit::textChanged, this, &FragmentPicker::fill);
  connect(m_categories, &QListWidget::currentRowChanged, this, &FragmentPicker::fill);
  connect(m_list, &QListWidget::itemClicked, this, &FragmentPicker::choose);
  connect(m_list, &QListWidget::itemActivated, this, &FragmentPicker::choose);
}

void FragmentPicker::setFragments(const std::vector<chem::edit::Fragment>& fragments) {
  m_fragments = fragments;
  QStringList categories{tr("All")};
  for (const chem::edit::Fragment& each : m_fragments) {
    const QString category = QString::fromStdString(each.category);
    if (!categories.contains(category)) categories << category;
  }
  m_categories->clear();
  m_categories->addItems(categories);
  m_categories->setCurrentRow(0);
  fill();
}

void FragmentPicker::fill() {
  m_list->clear();
  const QString wanted = m_search->text().trimmed();
  // A search looks everywhere, whatever category was looked at before.
  const bool all = m_categories->currentRow() <= 0 || !wanted.isEmpty();
  const QString category = all ? QString() : m_categories->currentItem()->text();
  for (const chem::edit::Fragment& each : m_fragments) {
    const QString name = QString::fromStdString(each.name);
    if (!all && QString::fromStdString(each.category) != category) continue;
    if (!wanted.isEmpty() && !name.contains(wanted, Qt::CaseInsensitive)) continue;
    auto* item = new QListWidgetItem(name, m_list);
    item->setData(kIdRole, QString::fromStdString(each.id));
    item->setToolTip(QString::fromStdString(each.smiles));
  }
  if (m_list->count() > 0) m_list->setCurrentRow(0);
}

void FragmentPicker::choose() {
  const QListWidgetItem* item = m_list->currentItem();
  if (item == nullptr) return;
  const QString id = item->data(kIdRole).toString();
  hide();
  Q_EMIT fragmentChosen(id);
}

void FragmentPicker::openBelow(const QWidget& button) {
  move(button.mapToGlobal(QPoint(0, button.height() + 4)));
  show();
  m_search->setFocus();
  m_search->selectAll();
}

bool FragmentPicker::eventFilter(QObject* watched, QEvent* event) {
  if (event->type() == QEvent::KeyPress) {
    const int key = static_cast<QKeyEvent*>(event)->key();
    if (key == Qt::Key_Return || key == Qt::Key_Enter) {
      choose();
      return true;
    }
    if (key == Qt::Key_Down || key == Qt::Key_Up) {
      QCoreApplication::sendEvent(m_list, event);
      return true;
    }
  }
  return QFrame::eventFilter(watched, event);
}

}  // namespace molloquy::widgets
