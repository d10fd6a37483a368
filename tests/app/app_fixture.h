#pragma once

#include <QPoint>
#include <QString>
#include <functional>
#include <memory>
#include <optional>
#include <semaphore>

#include "app/application.h"
#include "model/session/fake_chat_session.h"

namespace molloquy::app {

/// Style, palette and settings of a test: nothing of the person's own is read or written.
void prepareApplicationTest();

/// A model that says one text, a token at a time, as the test allows it. Outlives the application.
class ScriptedModel {
 public:
  ScriptedModel();

  /// Options of an application that opens `structure` (nothing when empty) and talks to this model.
  ApplicationOptions options(const QString& structure = {});
  [[nodiscard]] QString text() const { return m_text; }
  /// Says the text again and again until it is stopped.
  void neverEnd() { m_endless = true; }
  /// Lets this many tokens more come.
  void allowTokens(int count);
  void failLoading(Error error) { m_loadError = std::move(error); }
  /// Decides what each folder opens as; called on the model's thread.
  using OnOpen = std::function<Result<std::unique_ptr<session::ChatSession>>(
      const std::filesystem::path& folder, const session::OpenOptions& options)>;
  void openWith(OnOpen onOpen) { m_onOpen = std::move(onOpen); }

 private:
  QString m_text;
  bool m_endless = false;
  std::optional<Error> m_loadError;
  OnOpen m_onOpen;
  std::counting_semaphore<> m_permits{0};
};

/// Saves what a window shows when MOLLOQUY_SCREENSHOTS names a folder.
void keepPicture(QWidget& widget, const QString& name);

/// Pixels of the viewport within a few units of a colour.
int pixelsNear(widgets::MoleculeViewport& viewport, const QColor& colour);
int distinctColours(widgets::MoleculeViewport& viewport);

/// Where an atom is on the screen, in the scene widget's coordinates.
QPoint screenPoint(widgets::MoleculeViewport& viewport, const StructureSnapshot& shown,
                   AtomIndex atom);

}  // namespace molloquy::app
