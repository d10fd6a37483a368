#pragma once

#include <QObject>
#include <QPointer>

#include "app/bindings/bound_parts.h"
#include "widgets/viewport/gesture_preset.h"

class QDialog;

namespace molloquy::app {

/// Mouse and keys: the viewport's gestures and the keys of the menus come from one table, and the
/// person can change it.
class KeyBindings : public QObject {
  Q_OBJECT

 public:
  explicit KeyBindings(const BoundParts& parts);

 private:
  void apply(const widgets::GesturePreset& preset);
  void bindTools();
  void openEditor();

  BoundParts m_parts;
  QPointer<QDialog> m_dialog;
};

}  // namespace molloquy::app
