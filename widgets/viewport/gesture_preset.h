#pragma once

#include <map>
#include <optional>
#include <vector>

#include <QKeySequence>
#include <QList>
#include <QMap>

#include "widgets/viewport/view_gestures.h"

class QKeyEvent;

namespace molloquy::widgets {

/// The habits a preset starts from.
enum class PresetBase { Default, Avogadro, PyMol };

/// "default", "avogadro", "pymol", for settings.
QString presetId(PresetBase base);
std::optional<PresetBase> presetOf(const QString& id);
/// "Avogadro-like", translated.
QString presetName(PresetBase base);

/// What is set once for the hand rather than per action.
struct HandOptions {
  enum class Wheel { ForwardZoomsIn, ForwardZoomsOut } wheel = Wheel::ForwardZoomsIn;
  enum class NumpadViews { Off, On } numpadViews = NumpadViews::Off;
  /// What a typed B is in the Draw tool.
  enum class LetterB { Boron, Bromine } letterB = LetterB::Boron;
  double zoomSpeed = 1;  ///< 0.25..4, times the usual step of the wheel.
  friend bool operator==(const HandOptions&, const HandOptions&) = default;
};

/// Two actions that one gesture asks for at the same place with the same tool.
struct GestureConflict {
  ViewAction first;
  ViewAction second;
  Gesture gesture;
};

/// Which gestures ask for which action: a preset and the person's changes to it. A value.
class GesturePreset {
 public:
  explicit GesturePreset(PresetBase base = PresetBase::Default);

  [[nodiscard]] PresetBase base() const { return m_base; }
  [[nodiscard]] const HandOptions& options() const { return m_options; }
  void setOptions(const HandOptions& options);

  [[nodiscard]] const std::vector<Gesture>& gestures(ViewAction action) const;
  /// An empty list leaves the action without a gesture.
  void setGestures(ViewAction action, std::vector<Gesture> gestures);
  void reset(ViewAction action);
  [[nodiscard]] bool isChanged(ViewAction action) const { return m_changed.count(action) > 0; }
  [[nodiscard]] bool isChanged() const { return !m_changed.empty(); }

  /// A right click deletes while drawing, as in Avogadro, or opens the menu.
  enum class RightClick { OpensMenu, Deletes };
  [[nodiscard]] RightClick rightClickInDraw() const;
  void setRightClickInDraw(RightClick does);

  /// Changes as id -> "Ctrl+K; Left drag", for settings.
  [[nodiscard]] QMap<QString, QString> changes() const;
  /// Unknown ids and broken gestures (of another version) are passed over.
  void applyChanges(const QMap<QString, QString>& changes);

  /// Every pair once. None in the presets as they come.
  [[nodiscard]] std::vector<GestureConflict> conflicts() const;

  /// What a movement of the hand asks for. Rows of the active tool come before rows of every tool,
  /// rows of the very place before rows of anywhere.
  [[nodiscard]] std::optional<ViewAction> actionFor(const Gesture& gesture, ViewTool tool,
                                                    Target target) const;
  /// Of a key; layouts are allowed for (plus without Shift, the keypad's arrows).
  [[nodiscard]] std::optional<ViewAction> actionForKey(const QKeyEvent& event,
                                                       ViewTool tool) const;
  /// Key gestures of an action, for a QAction.
  [[nodiscard]] QList<QKeySequence> shortcuts(ViewAction action) const;

  friend bool operator==(const GesturePreset& a, const GesturePreset& b) {
    return a.m_base == b.m_base && a.m_options == b.m_options && a.m_changed == b.m_changed;
  }

 private:
  void fill();

  PresetBase m_base;
  HandOptions m_options;
  std::map<ViewAction, std::vector<Gesture>> m_changed;
  std::map<ViewAction, std::vector<Gesture>> m_gestures;
};

}  // namespace molloquy::widgets
