#pragma once

class QWidget;

namespace molloquy::widgets {
class GesturePreset;
}

namespace molloquy::app {

class ChatController;

/// What the loaded model is, where it lies and what its card says; or why there is none.
void showModelDialog(QWidget& window, const ChatController& chat);

/// Mouse gestures and keys, written from the tables that bind them.
void showKeysDialog(QWidget& window, const widgets::GesturePreset& gestures);

/// Version, libraries with their versions, licence.
void showAboutDialog(QWidget& window);

}  // namespace molloquy::app
