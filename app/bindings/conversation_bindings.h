#pragma once

#include <QObject>
#include <QTimer>
#include <functional>

#include "app/bindings/bound_parts.h"

namespace molloquy::app {

/// The conversation panel, the model chip and the model's half of the status bar.
class ConversationBindings : public QObject {
  Q_OBJECT

 public:
  /// `loadModel` opens the model of the settings once more.
  ConversationBindings(const BoundParts& parts, std::function<void()> loadModel);

 private:
  void bindPanel();
  void bindModel();
  void bindLinks();
  void bindTour();
  void showPromptState();
  void showModelState();
  void showGenerating(bool generating);
  void showTour();
  void showMemory();
  void showStructureOf(quint64 turn);
  void showFocusedAtoms();
  /// The alignment record behind a turn's link, -1 when there is none.
  [[nodiscard]] int recordOf(quint64 turn, int link) const;

  BoundParts m_parts;
  std::function<void()> m_loadModel;
  QTimer m_memoryTimer;
  bool m_described = false;
  bool m_atomClicked = false;
};

}  // namespace molloquy::app
