#pragma once

#include <QImage>
#include <QObject>
#include <functional>

#include "app/bindings/bound_parts.h"
#include "render/image_export.h"

namespace molloquy::app {

/// The work behind the menus and the command palette, and when each command is off.
class CommandBindings : public QObject {
  Q_OBJECT

 public:
  /// What only the application can do.
  struct Hooks {
    std::function<void()> applyScheme;
    std::function<void()> loadModel;
  };

  CommandBindings(const BoundParts& parts, Hooks hooks);

 private:
  void bindCopying();
  void bindView();
  void bindScheme();
  void bindStepping();
  void bindModelAndHelp();
  void updateEnabled();
  void copyFact(const char* id);
  void savePicture();
  void savePicture(QSize size, render::Background background);
  /// The viewport as it is seen, in device pixels.
  QImage picture();
  void chooseModel();
  void openPalette();

  BoundParts m_parts;
  Hooks m_hooks;
};

}  // namespace molloquy::app
