#include "widgets/viewport/gesture_editor.h"

#include <algorithm>
#include <cmath>

#include <QCheckBox>
#include <QComboBox>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSignalBlocker>
#include <QSlider>
#include <QTreeWidget>
#include <QVBoxLayout>

#include "widgets/theme/themed_icon.h"
#include "widgets/theme/themed_label.h"
#include "widgets/viewport/gesture_capture.h"

namespace molloquy::widgets {

namespace {

constexpr PresetBase kBases[] = {PresetBase::Default, PresetBase::Avogadro, PresetBase::PyMol};
constexpr int kActionRole = Qt::UserRole;
constexpr int kName = 0, kGestures = 1;
/// The slider's steps are logarithmic: 0 is the usual speed, +-4 are four times and a quarter.
constexpr int kSpeedSteps = 4;

bool offers(const ActionRow& row, Trigger trigger) {
  for (const char* text : {row.usual, row.avogadro, row.pymol}) {
    if (text == nullptr) continue;
    for (const Gesture& gesture : parseGestures(QString::fromUtf8(text))) {
      if (gesture.trigger == trigger) return true;
    }
  }
  return false;
}

std::optional<ViewAction> actionOfItem(const QTreeWidgetItem* item) {
  if (item == nullptr || !item->data(kName, kActionRole).isValid()) return std::nullopt;
  return ViewAction(item->data(kName, kActionRole).toInt());
}

}  // namespace

GestureEditor::GestureEditor(QWidget* parent) : QWidget(parent) {
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(10);
  layout->addWidget(buildHead());
  m_actions = new QTreeWidget(this);
  m_actions->setAccessibleName(tr("Actions and their gestures"));
  m_actions->setHeaderLabels({tr("Action"), tr("Mouse and keys")});
  m_actions->header()->setSectionResizeMode(kName, QHeaderView::Stretch);
  m_actions->header()->setSectionResizeMode(kGestures, QHeaderView::ResizeToContents);
  m_actions->setUniformRowHeights(true);
  connect(m_actions, &QTreeWidget::currentItemChanged, this, &GestureEditor::updateChange);
  layout->addWidget(m_actions, 1);
  layout->addWidget(buildChange());
  layout->addWidget(buildHabits());
  fill();
  updateRows();
  updateHabits();
}

QWidget* GestureEditor::buildHead() {
  auto* head = new QWidget(this);
  auto* layout = new QHBoxLayout(head);
  layout->setContentsMargins(0, 0, 0, 0);
  m_base = new QComboBox(head);
  m_base->setAccessibleName(tr("Preset"));
  for (const PresetBase base : kBases) m_base->addItem(presetName(base));
  connect(m_base, &QComboBox::activated, this, [this](int index) {
    const HandOptions options = m_gestures.options();
    m_gestures = GesturePreset(kBases[std::size_t(index)]);
    m_gestures.setOptions(options);
    apply();
  });
  m_search = new QLineEdit(head);
  m_search->setPlaceholderText(tr("Search actions and keys"));
  m_search->setAccessibleName(m_search->placeholderText());
  m_search->setClearButtonEnabled(true);
  connect(m_search, &QLineEdit::textChanged, this, &GestureEditor::filter);
  layout->addWidget(new QLabel(tr("Habits of"), head));
  layout->addWidget(m_base);
  layout->addStretch();
  layout->addWidget(m_search);
  return head;
}

QWidget* GestureEditor::buildChange() {
  auto* change = new QWidget(this);
  auto* layout = new QGridLayout(change);
  layout->setContentsMargins(0, 0, 0, 0);
  m_capture = new GestureCapture(change);
  connect(m_capture, &GestureCapture::captured, this, &GestureEditor::updateChange);
  m_replace = new QPushButton(tr("Replace"), change);
  m_add = new QPushButton(tr("Add"), change);
  m_remove = new QPushButton(tr("Remove all"), change);
  m_reset = new QPushButton(tr("Reset"), change);
  m_says = new theme::ThemedLabel(theme::TextRole::Secondary, theme::Ink::Text2, {}, change);
  m_says->setWordWrap(true);
  layout->addWidget(m_capture, 0, 0, 2, 1);
  layout->addWidget(m_replace, 0, 1);
  layout->addWidget(m_add, 0, 2);
  layout->addWidget(m_remove, 1, 1);
  layout->addWidget(m_reset, 1, 2);
  layout->addWidget(m_says, 2, 0, 1, 3);
  layout->setColumnStretch(0, 1);
  connect(m_replace, &QPushButton::clicked, this,
          [this] { setShown({*m_capture->gesture()}); });
  connect(m_add, &QPushButton::clicked, this, &GestureEditor::takeGesture);
  connect(m_remove, &QPushButton::clicked, this, [this] { setShown({}); });
  connect(m_reset, &QPushButton::clicked, this, [this] {
    if (const auto action = shownAction()) m_gestures.reset(*action);
    apply();
  });
  return change;
}

QWidget* GestureEditor::buildHabits() {
  auto* habits = new QWidget(this);
  auto* layout = new QGridLayout(habits);
  layout->setContentsMargins(0, 0, 0, 0);
  m_wheel = new QCheckBox(tr("Wheel forward zooms out"), habits);
  m_rightClick = new QCheckBox(tr("Right click deletes while drawing"), habits);
  m_numpad = new QCheckBox(tr("Numpad digits are views"), habits);
  m_bromine = new QCheckBox(tr("Typed B is bromine, not boron"), habits);
  m_speed = new QSlider(Qt::Horizontal, habits);
  m_speed->setRange(-kSpeedSteps, kSpeedSteps);
  m_speed->setAccessibleName(tr("Speed of the wheel"));
  layout->addWidget(m_wheel, 0, 0);
  layout->addWidget(m_rightClick, 0, 1);
  layout->addWidget(m_numpad, 1, 0);
  layout->addWidget(m_bromine, 1, 1);
  layout->addWidget(new QLabel(tr("Speed of the wheel"), habits), 2, 0);
  layout->addWidget(m_speed, 2, 1);
  const auto changed = [this] {
    HandOptions options = m_gestures.options();
    options.wheel = m_wheel->isChecked() ? HandOptions::Wheel::ForwardZoomsOut
                                         : HandOptions::Wheel::ForwardZoomsIn;
    options.numpadViews =
        m_numpad->isChecked() ? HandOptions::NumpadViews::On : HandOptions::NumpadViews::Off;
    options.letterB =
        m_bromine->isChecked() ? HandOptions::LetterB::Bromine : HandOptions::LetterB::Boron;
    options.zoomSpeed = std::pow(2.0, m_speed->value() * 0.5);
    m_gestures.setOptions(options);
    m_gestures.setRightClickInDraw(m_rightClick->isChecked()
                                       ? GesturePreset::RightClick::Deletes
                                       : GesturePreset::RightClick::OpensMenu);
    apply();
  };
  for (QCheckBox* box : {m_wheel, m_rightClick, m_numpad, m_bromine}) {
    connect(box, &QCheckBox::clicked, this, changed);
  }
  connect(m_speed, &QSlider::valueChanged, this, changed);
  return habits;
}

void GestureEditor::fill() {
  QTreeWidgetItem* group = nullptr;
  std::optional<ActionGroup> current;
  for (const ActionRow& row : actionRows()) {
    if (current != row.group) {
      current = row.group;
      group = new QTreeWidgetItem(m_actions, {groupName(row.group)});
      group->setFirstColumnSpanned(true);
      group->setFlags(Qt::ItemIsEnabled);
      group->setExpanded(true);
    }
    auto* item = new QTreeWidgetItem(group);
    QString name = actionName(row.action);
    if (row.tool) name += QStringLiteral(" (%1)").arg(toolName(*row.tool));
    item->setText(kName, name);
    item->setData(kName, kActionRole, int(row.action));
  }
  m_actions->setCurrentItem(m_actions->topLevelItem(0)->child(0));
}

void GestureEditor::filter() {
  const QString wanted = m_search->text().trimmed();
  for (int i = 0; i < m_actions->topLevelItemCount(); ++i) {
    QTreeWidgetItem* group = m_actions->topLevelItem(i);
    bool any = false;
    for (int j = 0; j < group->childCount(); ++j) {
      QTreeWidgetItem* item = group->child(j);
      const bool hit = wanted.isEmpty() ||
                       item->text(kName).contains(wanted, Qt::CaseInsensitive) ||
                       item->text(kGestures).contains(wanted, Qt::CaseInsensitive);
      item->setHidden(!hit);
      any = any || hit;
    }
    group->setHidden(!any);
  }
}

void GestureEditor::updateRows() {
  const std::vector<GestureConflict> conflicts = m_gestures.conflicts();
  for (int i = 0; i < m_actions->topLevelItemCount(); ++i) {
    QTreeWidgetItem* group = m_actions->topLevelItem(i);
    for (int j = 0; j < group->childCount(); ++j) {
      QTreeWidgetItem* item = group->child(j);
      const ViewAction action = *actionOfItem(item);
      QStringList words;
      for (const Gesture& gesture : m_gestures.gestures(action)) words << gestureWords(gesture);
      item->setText(kGestures, words.join(tr(" or ")));
      QFont font = item->font(kGestures);
      font.setBold(m_gestures.isChanged(action));
      item->setFont(kGestures, font);
      const bool clash =
          std::any_of(conflicts.begin(), conflicts.end(), [action](const GestureConflict& each) {
            return each.first == action || each.second == action;
          });
      item->setIcon(kGestures, clash ? theme::icon(QStringLiteral("warning")) : QIcon());
      item->setToolTip(kGestures, clash ? conflictWords(action) : QString());
    }
  }
}

QString GestureEditor::conflictWords(ViewAction action) const {
  QStringList sentences;
  for (const GestureConflict& each : m_gestures.conflicts()) {
    if (each.first != action && each.second != action) continue;
    const ViewAction other = each.first == action ? each.second : each.first;
    sentences << tr("%1 is also “%2”; only the upper one of the two works.")
                     .arg(gestureWords(each.gesture), actionName(other));
  }
  return sentences.join(' ');
}

QString GestureEditor::whyNot(const ActionRow& row, const Gesture& gesture) const {
  if (row.group == ActionGroup::Window && gesture.trigger != Trigger::Key) {
    return tr("Commands of the window take keys only.");
  }
  if (offers(row, Trigger::Drag) && gesture.trigger != Trigger::Drag) {
    return tr("This goes on while the hand moves, so it takes a drag.");
  }
  if (offers(row, Trigger::Wheel) && gesture.trigger != Trigger::Wheel) {
    return tr("This takes the wheel, alone or with Ctrl, Shift or Alt.");
  }
  const bool moves = gesture.trigger == Trigger::Drag || gesture.trigger == Trigger::Wheel;
  if (moves && !offers(row, gesture.trigger)) return tr("This takes a key or a click.");
  return {};
}

void GestureEditor::updateChange() {
  const auto action = shownAction();
  m_capture->setEnabled(action.has_value());
  m_remove->setEnabled(action && !m_gestures.gestures(*action).empty());
  m_reset->setEnabled(action && m_gestures.isChanged(*action));
  QString says = action ? conflictWords(*action) : QString();
  bool able = action && m_capture->gesture();
  if (able) {
    const QString fault = whyNot(actionRow(*action), *m_capture->gesture());
    if (!fault.isEmpty()) {
      says = fault;
      able = false;
    }
  }
  m_add->setEnabled(able);
  m_replace->setEnabled(able);
  m_says->setText(says);
}

void GestureEditor::updateHabits() {
  const QSignalBlocker quiet(m_speed);
  const HandOptions& options = m_gestures.options();
  m_base->setCurrentIndex(int(m_gestures.base()));
  m_wheel->setChecked(options.wheel == HandOptions::Wheel::ForwardZoomsOut);
  m_numpad->setChecked(options.numpadViews == HandOptions::NumpadViews::On);
  m_bromine->setChecked(options.letterB == HandOptions::LetterB::Bromine);
  m_rightClick->setChecked(m_gestures.rightClickInDraw() == GesturePreset::RightClick::Deletes);
  m_speed->setValue(int(std::lround(std::log2(options.zoomSpeed) * 2)));
}

void GestureEditor::takeGesture() {
  const auto action = shownAction();
  if (!action || !m_capture->gesture()) return;
  std::vector<Gesture> gestures = m_gestures.gestures(*action);
  std::erase(gestures, *m_capture->gesture());
  gestures.push_back(*m_capture->gesture());
  setShown(std::move(gestures));
}

void GestureEditor::setShown(std::vector<Gesture> gestures) {
  const auto action = shownAction();
  if (!action) return;
  m_gestures.setGestures(*action, std::move(gestures));
  m_capture->clear();
  apply();
}

void GestureEditor::apply() {
  updateRows();
  updateChange();
  updateHabits();
  Q_EMIT gesturesChanged(m_gestures);
}

void GestureEditor::setGestures(const GesturePreset& gestures) {
  m_gestures = gestures;
  updateRows();
  updateChange();
  updateHabits();
}

void GestureEditor::showAction(ViewAction action) {
  for (int i = 0; i < m_actions->topLevelItemCount(); ++i) {
    QTreeWidgetItem* group = m_actions->topLevelItem(i);
    for (int j = 0; j < group->childCount(); ++j) {
      if (actionOfItem(group->child(j)) == action) m_actions->setCurrentItem(group->child(j));
    }
  }
}

std::optional<ViewAction> GestureEditor::shownAction() const {
  return actionOfItem(m_actions->currentItem());
}

}  // namespace molloquy::widgets
