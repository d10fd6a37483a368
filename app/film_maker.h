#pragma once

#include <QObject>
#include <QTimer>
#include <filesystem>
#include <future>
#include <memory>
#include <optional>
#include <vector>

#include "model/base/result.h"
#include "render/media/animation.h"
#include "render/trackball_camera.h"

namespace molloquy::widgets {
class MoleculeViewport;
}

namespace molloquy::app {

class MoleculeDocument;

/// Makes a film of what the viewport shows: once round, or every conformer one after the other.
/// Pictures are drawn one at a time between the window's other events; writing them is done beside.
class FilmMaker : public QObject {
  Q_OBJECT

 public:
  FilmMaker(const MoleculeDocument& document, widgets::MoleculeViewport& viewport);
  ~FilmMaker() override;

  void start(const std::filesystem::path& path);
  void cancel();

 Q_SIGNALS:
  void progressed(int done, int of);
  /// Whole, stopped (both without words) or failed with a sentence.
  void ended(const QString& sentence);

 private:
  void drawNext();
  void finish(const QString& sentence);

  const MoleculeDocument& m_document;
  widgets::MoleculeViewport& m_viewport;
  render::CameraPose m_pose;
  std::vector<render::AnimationFrame> m_frames;
  std::size_t m_next = 0;
  render::VideoOptions m_options;
  std::unique_ptr<render::VideoWriter> m_writer;
  std::future<Result<void>> m_writing;
  QTimer m_timer;
};

}  // namespace molloquy::app
