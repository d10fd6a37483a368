// Gestures and the help sheet as words: the form of settings, and the translated form for people.
#include <QCoreApplication>
#include <QKeySequence>
#include <QStringList>

#include "widgets/viewport/gesture_preset.h"
#include "widgets/viewport/view_gestures.h"

namespace molloquy::widgets {

namespace {

constexpr auto kNumpad = Qt::KeypadModifier;

struct ButtonWord {
  Qt::MouseButton button;
  const char* text;
};
constexpr ButtonWord kButtons[] = {{Qt::LeftButton, "Left"},
                                   {Qt::MiddleButton, "Middle"},
                                   {Qt::RightButton, "Right"},
                                   {Qt::BackButton, "Back"},
                                   {Qt::ForwardButton, "Forward"}};
struct TriggerWord {
  Trigger trigger;
  const char* text;
};
constexpr TriggerWord kTriggers[] = {{Trigger::Drag, "drag"},
                                     {Trigger::Click, "click"},
                                     {Trigger::DoubleClick, "double-click"},
                                     {Trigger::TripleClick, "triple-click"}};

QString words(const char* text) { return QCoreApplication::translate("molloquy::widgets", text); }

QString modifierText(Qt::KeyboardModifiers modifiers) {
  QString text;
  if (modifiers.testFlag(Qt::ControlModifier)) text += QLatin1String("Ctrl+");
  if (modifiers.testFlag(Qt::AltModifier)) text += QLatin1String("Alt+");
  if (modifiers.testFlag(Qt::ShiftModifier)) text += QLatin1String("Shift+");
  return text;
}

/// Takes "Ctrl+" and its like off the front. A lone "+" at the end is a key and stays.
Qt::KeyboardModifiers takeModifiers(QString& text) {
  Qt::KeyboardModifiers modifiers;
  const std::pair<QLatin1String, Qt::KeyboardModifier> known[] = {
      {QLatin1String("Ctrl+"), Qt::ControlModifier},
      {QLatin1String("Alt+"), Qt::AltModifier},
      {QLatin1String("Shift+"), Qt::ShiftModifier},
      {QLatin1String("Num+"), kNumpad}};
  for (bool found = true; found;) {
    found = false;
    for (const auto& [word, modifier] : known) {
      if (!text.startsWith(word, Qt::CaseInsensitive) || text.size() == word.size()) continue;
      text.remove(0, word.size());
      modifiers |= modifier;
      found = true;
    }
  }
  return modifiers;
}

std::optional<Gesture> mouseGesture(const QString& text, Qt::KeyboardModifiers modifiers) {
  for (const ButtonWord& button : kButtons) {
    for (const TriggerWord& trigger : kTriggers) {
      const QString whole = QLatin1String(button.text) + ' ' + QLatin1String(trigger.text);
      if (text.compare(whole, Qt::CaseInsensitive) == 0) {
        return Gesture{trigger.trigger, button.button, 0, modifiers};
      }
    }
  }
  return std::nullopt;
}

}  // namespace

QString gestureText(const Gesture& gesture) {
  const QString modifiers = modifierText(gesture.modifiers);
  if (gesture.trigger == Trigger::Wheel) return modifiers + QLatin1String("Wheel");
  if (gesture.trigger == Trigger::Key) {
    const QString number =
        gesture.modifiers.testFlag(kNumpad) ? QStringLiteral("Num+") : QString();
    return modifiers + number + QKeySequence(gesture.key).toString(QKeySequence::PortableText);
  }
  QString button, trigger;
  for (const ButtonWord& word : kButtons) {
    if (word.button == gesture.button) button = QLatin1String(word.text);
  }
  for (const TriggerWord& word : kTriggers) {
    if (word.trigger == gesture.trigger) trigger = QLatin1String(word.text);
  }
  return modifiers + button + ' ' + trigger;
}

std::optional<Gesture> parseGesture(const QString& text) {
  QString rest = text.trimmed();
  const Qt::KeyboardModifiers modifiers = takeModifiers(rest);
  if (rest.isEmpty()) return std::nullopt;
  if (const auto gesture = mouseGesture(rest, modifiers)) {
    if (modifiers.testFlag(kNumpad)) return std::nullopt;
    return gesture;
  }
  if (rest.compare(QLatin1String("wheel"), Qt::CaseInsensitive) == 0) {
    return Gesture{Trigger::Wheel, Qt::NoButton, 0, modifiers};
  }
  const QKeySequence keys(rest, QKeySequence::PortableText);
  if (keys.count() != 1 || keys[0].keyboardModifiers() != Qt::NoModifier ||
      keys[0].key() == Qt::Key_unknown) {
    return std::nullopt;
  }
  return Gesture{Trigger::Key, Qt::NoButton, keys[0].key(), modifiers};
}

QString gesturesText(const std::vector<Gesture>& gestures) {
  QStringList texts;
  for (const Gesture& gesture : gestures) texts << gestureText(gesture);
  return texts.join(QLatin1String("; "));
}

std::vector<Gesture> parseGestures(const QString& text) {
  std::vector<Gesture> gestures;
  for (const QString& part : text.split(QLatin1String("; "), Qt::SkipEmptyParts)) {
    if (const auto gesture = parseGesture(part)) gestures.push_back(*gesture);
  }
  return gestures;
}

QString gestureWords(const Gesture& gesture) {
  Qt::KeyboardModifiers hand = gesture.modifiers;
  hand.setFlag(kNumpad, false);
  if (gesture.trigger == Trigger::Key) {
    const QString key = QKeySequence(QKeyCombination(hand, Qt::Key(gesture.key)))
                            .toString(QKeySequence::NativeText);
    return gesture.modifiers.testFlag(kNumpad) ? words("Numpad %1").arg(key) : key;
  }
  QString text;
  if (hand.testFlag(Qt::ControlModifier)) text += words("Ctrl") + '+';
  if (hand.testFlag(Qt::AltModifier)) text += words("Alt") + '+';
  if (hand.testFlag(Qt::ShiftModifier)) text += words("Shift") + '+';
  const QString button = gesture.button == Qt::LeftButton     ? words("left")
                         : gesture.button == Qt::MiddleButton ? words("middle")
                         : gesture.button == Qt::RightButton  ? words("right")
                         : gesture.button == Qt::BackButton   ? words("back")
                                                              : words("forward");
  switch (gesture.trigger) {
    case Trigger::Wheel:
      text += words("wheel");
      break;
    case Trigger::Drag:
      text += words("%1-drag").arg(button);
      break;
    case Trigger::Click:
      text += words("%1-click").arg(button);
      break;
    case Trigger::DoubleClick:
      text += gesture.button == Qt::LeftButton ? words("double-click")
                                               : words("%1 double-click").arg(button);
      break;
    default:
      text += words("triple-click");
      break;
  }
  text[0] = text[0].toUpper();
  return text;
}

QString groupName(ActionGroup group) {
  switch (group) {
    case ActionGroup::View:
      return words("View");
    case ActionGroup::Selection:
      return words("Selection");
    case ActionGroup::Tools:
      return words("Tools");
    case ActionGroup::Editing:
      return words("Editing");
    case ActionGroup::Drawing:
      return words("Draw and Fragment");
    case ActionGroup::Moving:
      return words("Move");
    case ActionGroup::Bonds:
      return words("Bond-centric and Auto-optimise");
    case ActionGroup::Measuring:
      return words("Measure");
    case ActionGroup::Window:
      return words("Window");
  }
  return {};
}

std::vector<GestureHelp> gestureHelp(const GesturePreset& preset) {
  std::vector<GestureHelp> help;
  for (const ActionRow& row : actionRows()) {
    QStringList told;
    for (const Gesture& gesture : preset.gestures(row.action)) {
      QString text = gestureWords(gesture);
      if (gesture.trigger != Trigger::Key) {
        if (row.target == Target::Atom) text += words(" on an atom");
        if (row.target == Target::Bond) text += words(" on a bond");
        if (row.target == Target::Empty) text += words(" on empty space");
      }
      told << text;
    }
    if (told.isEmpty()) continue;
    QString gesture = told.join(words(" or "));
    if (row.tool) gesture += QStringLiteral(" (%1)").arg(toolName(*row.tool));
    help.push_back({gesture, actionName(row.action), groupName(row.group)});
  }
  return help;
}

std::vector<GestureHelp> gestureHelp() { return gestureHelp(GesturePreset()); }

}  // namespace molloquy::widgets
