#include "widgets/viewport/gesture_preset.h"

#include <algorithm>
#include <array>

#include <QCoreApplication>
#include <QKeyEvent>

namespace molloquy::widgets {

namespace {

const char* gesturesOf(const ActionRow& row, PresetBase base) {
  if (base == PresetBase::Avogadro && row.avogadro != nullptr) return row.avogadro;
  if (base == PresetBase::PyMol && row.pymol != nullptr) return row.pymol;
  return row.usual;
}

/// The keypad's digits as they lie on it: 7 from the top, 1 from the front, 3 from the side.
constexpr std::pair<ViewAction, const char*> kNumpadViews[] = {
    {ViewAction::ViewFront, "Num+1"}, {ViewAction::ViewBack, "Ctrl+Num+1"},
    {ViewAction::ViewRight, "Num+3"}, {ViewAction::ViewLeft, "Ctrl+Num+3"},
    {ViewAction::ViewTop, "Num+7"},   {ViewAction::ViewBottom, "Ctrl+Num+7"}};



/// Whether two rows would be asked for by the same gesture with nothing to choose between them.
bool sameScope(const ActionRow& a, const ActionRow& b, Trigger trigger) {
  return a.tool == b.tool && (trigger == Trigger::Key || a.target == b.target);
}

/// How well a row fits the tool and the place; nullopt when it does not.
std::optional<int> fit(const ActionRow& row, ViewTool tool, Target target) {
  if (row.tool && *row.tool != tool) return std::nullopt;
  if (row.target != Target::Anywhere && row.target != target) return std::nullopt;
  return (row.tool ? 2 : 0) + (row.target != Target::Anywhere ? 1 : 0);
}

constexpr Qt::KeyboardModifiers kHand =
    Qt::ShiftModifier | Qt::ControlModifier | Qt::AltModifier;

/// What a key event may mean, best first: exactly what came, then what a layout may have hidden.
std::vector<Gesture> readings(const QKeyEvent& event) {
  const Qt::KeyboardModifiers hand = event.modifiers() & kHand;
  int key = event.key();
  std::vector<Gesture> found;
  const auto add = [&found](int code, Qt::KeyboardModifiers modifiers) {
    found.push_back({Trigger::Key, Qt::NoButton, code, modifiers});
  };
  if (key == Qt::Key_Backtab) key = Qt::Key_Tab;
  if (event.modifiers().testFlag(Qt::KeypadModifier)) add(key, hand | Qt::KeypadModifier);
  add(key, hand);
  const bool sign = key == Qt::Key_Plus || key == Qt::Key_Minus || key == Qt::Key_Question;
  if (sign) add(key, hand & ~Qt::KeyboardModifiers(Qt::ShiftModifier));
  if (key == Qt::Key_Equal) add(Qt::Key_Plus, hand & ~Qt::KeyboardModifiers(Qt::ShiftModifier));
  // With Shift a digit's key tells the sign above it; its place on the keyboard tells the digit.
  constexpr quint32 kFirstDigit = 10, kLastDigit = 19;
  const quint32 place = event.nativeScanCode();
  if (hand.testFlag(Qt::ShiftModifier) && place >= kFirstDigit && place <= kLastDigit) {
    const int digit = place == kLastDigit ? 0 : int(place - kFirstDigit) + 1;
    add(Qt::Key_0 + digit, hand);
  }
  return found;
}

}  // namespace

QString presetId(PresetBase base) {
  constexpr std::array<const char*, 3> kIds = {"default", "avogadro", "pymol"};
  return QString::fromLatin1(kIds[std::size_t(base)]);
}

std::optional<PresetBase> presetOf(const QString& id) {
  for (const PresetBase base : {PresetBase::Default, PresetBase::Avogadro, PresetBase::PyMol}) {
    if (presetId(base) == id) return base;
  }
  return std::nullopt;
}

QString presetName(PresetBase base) {
  switch (base) {
    case PresetBase::Default:
      return QCoreApplication::translate("molloquy::widgets", "Default");
    case PresetBase::Avogadro:
      return QCoreApplication::translate("molloquy::widgets", "Avogadro-like");
    case PresetBase::PyMol:
      return QCoreApplication::translate("molloquy::widgets", "PyMOL-like");
  }
  return {};
}

GesturePreset::GesturePreset(PresetBase base) : m_base(base) { fill(); }

void GesturePreset::fill() {
  m_gestures.clear();
  for (const ActionRow& row : actionRows()) {
    const auto changed = m_changed.find(row.action);
    m_gestures[row.action] = changed != m_changed.end()
                                 ? changed->second
                                 : parseGestures(QString::fromUtf8(gesturesOf(row, m_base)));
  }
  if (m_options.numpadViews == HandOptions::NumpadViews::Off) return;
  for (const auto& [action, text] : kNumpadViews) {
    m_gestures[action].push_back(*parseGesture(QString::fromLatin1(text)));
  }
}

void GesturePreset::setOptions(const HandOptions& options) {
  m_options = options;
  m_options.zoomSpeed = std::clamp(options.zoomSpeed, 0.25, 4.0);
  fill();
}

const std::vector<Gesture>& GesturePreset::gestures(ViewAction action) const {
  return m_gestures.at(action);
}

void GesturePreset::setGestures(ViewAction action, std::vector<Gesture> gestures) {
  const auto usual = parseGestures(QString::fromUtf8(gesturesOf(actionRow(action), m_base)));
  if (gestures == usual) {
    m_changed.erase(action);
  } else {
    m_changed[action] = std::move(gestures);
  }
  fill();
}

void GesturePreset::reset(ViewAction action) {
  m_changed.erase(action);
  fill();
}

GesturePreset::RightClick GesturePreset::rightClickInDraw() const {
  const Gesture click{Trigger::Click, Qt::RightButton, 0, Qt::NoModifier};
  const auto& erase = gestures(ViewAction::EraseHere);
  return std::find(erase.begin(), erase.end(), click) != erase.end() ? RightClick::Deletes
                                                                     : RightClick::OpensMenu;
}

void GesturePreset::setRightClickInDraw(RightClick does) {
  const Gesture click{Trigger::Click, Qt::RightButton, 0, Qt::NoModifier};
  std::vector<Gesture> erase = gestures(ViewAction::EraseHere);
  std::erase(erase, click);
  if (does == RightClick::Deletes) erase.push_back(click);
  setGestures(ViewAction::EraseHere, std::move(erase));
}

QMap<QString, QString> GesturePreset::changes() const {
  QMap<QString, QString> changes;
  for (const auto& [action, gestures] : m_changed) {
    changes.insert(QString::fromLatin1(actionRow(action).id), gesturesText(gestures));
  }
  return changes;
}

void GesturePreset::applyChanges(const QMap<QString, QString>& changes) {
  for (auto change = changes.begin(); change != changes.end(); ++change) {
    const std::optional<ViewAction> action = actionOf(change.key());
    if (!action) continue;
    std::vector<Gesture> gestures = parseGestures(change.value());
    if (gestures.empty() && !change.value().isEmpty()) continue;
    setGestures(*action, std::move(gestures));
  }
}

std::vector<GestureConflict> GesturePreset::conflicts() const {
  std::vector<GestureConflict> found;
  const auto rows = actionRows();
  for (std::size_t i = 0; i < rows.size(); ++i) {
    for (std::size_t j = i + 1; j < rows.size(); ++j) {
      for (const Gesture& gesture : gestures(rows[i].action)) {
        if (!sameScope(rows[i], rows[j], gesture.trigger)) continue;
        const auto& other = gestures(rows[j].action);
        if (std::find(other.begin(), other.end(), gesture) == other.end()) continue;
        found.push_back({rows[i].action, rows[j].action, gesture});
      }
    }
  }
  return found;
}

std::optional<ViewAction> GesturePreset::actionFor(const Gesture& gesture, ViewTool tool,
                                                   Target target) const {
  std::optional<ViewAction> best;
  int bestFit = -1;
  for (const ActionRow& row : actionRows()) {
    const bool key = gesture.trigger == Trigger::Key;
    const auto fits = fit(row, tool, key ? row.target : target);
    if (!fits || *fits <= bestFit) continue;
    const auto& own = m_gestures.at(row.action);
    if (std::find(own.begin(), own.end(), gesture) == own.end()) continue;
    best = row.action;
    bestFit = *fits;
  }
  return best;
}

std::optional<ViewAction> GesturePreset::actionForKey(const QKeyEvent& event,
                                                      ViewTool tool) const {
  for (const Gesture& gesture : readings(event)) {
    if (const auto action = actionFor(gesture, tool, Target::Anywhere)) return action;
  }
  return std::nullopt;
}

QList<QKeySequence> GesturePreset::shortcuts(ViewAction action) const {
  QList<QKeySequence> keys;
  for (const Gesture& gesture : gestures(action)) {
    if (gesture.trigger != Trigger::Key) continue;
    keys << QKeySequence(QKeyCombination(gesture.modifiers & kHand, Qt::Key(gesture.key)));
  }
  return keys;
}

}  // namespace molloquy::widgets
