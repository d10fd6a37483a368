#include "app/film_maker.h"

#include <QImage>
#include <algorithm>
#include <utility>

#include "app/document/molecule_document.h"
#include "widgets/viewport/molecule_viewport.h"
#include "widgets/viewport/scene_widget.h"

namespace molloquy::app {
namespace {

constexpr std::size_t kTurntableFrames = 120;
constexpr std::size_t kPicturesPerConformer = 10;
/// With more conformers than this every one is a picture of a film.
constexpr std::size_t kFilmConformers = 40;
constexpr int kLongestSide = 1920;

render::Picture pictureOf(const QImage& image) {
  const QImage pixels = image.convertToFormat(QImage::Format_RGBA8888);
  render::Picture picture{pixels.width(), pixels.height(), {}};
  picture.rgba.reserve(static_cast<std::size_t>(pixels.width()) * pixels.height() * 4);
  for (int row = 0; row < pixels.height(); ++row) {
    const uchar* line = pixels.constScanLine(row);
    picture.rgba.insert(picture.rgba.end(), line, line + 4 * pixels.width());
  }
  return picture;
}

}  // namespace

FilmMaker::FilmMaker(const MoleculeDocument& document, widgets::MoleculeViewport& viewport)
    : m_document(document), m_viewport(viewport), m_timer(this) {
  connect(&m_timer, &QTimer::timeout, this, &FilmMaker::drawNext);
  // What is drawn is what is on the bench now.
  connect(&document, &MoleculeDocument::moleculeChanged, this, &FilmMaker::cancel);
}

FilmMaker::~FilmMaker() {
  if (m_writing.valid()) m_writing.wait();
}

void FilmMaker::start(const std::filesystem::path& path) {
  const auto format = render::videoFormatOf(path);
  if (!m_viewport.sceneWidget()) {
    Q_EMIT ended(m_viewport.failureReason());
    return;
  }
  if (!format || m_document.isEmpty()) {
    Q_EMIT ended(tr("A film is written as .mp4 or .gif; \"%1\" is neither.")
                     .arg(QString::fromStdString(path.filename().string())));
    return;
  }
  m_pose = m_viewport.pose();
  const auto conformers = m_document.state().conformers.size();
  m_frames = conformers > 1
                 ? render::playback(m_pose, conformers,
                                    conformers > kFilmConformers ? 1 : kPicturesPerConformer)
                 : render::turntable(m_pose, kTurntableFrames);
  const QSize size = m_viewport.size().scaled(kLongestSide, kLongestSide, Qt::KeepAspectRatio);
  m_options.format = *format;
  m_options.width = render::evenSize(std::min(size.width(), kLongestSide));
  m_options.height = render::evenSize(std::min(size.height(), kLongestSide));
  if (*format == render::VideoFormat::Gif) {
    m_options.width = render::evenSize(m_options.width / 2);
    m_options.height = render::evenSize(m_options.height / 2);
    m_options.framesPerSecond = 25;
  }
  auto writer = render::VideoWriter::open(path, m_options);
  if (!writer) {
    Q_EMIT ended(QString::fromStdString(writer.error().toString()));
    return;
  }
  m_writer = std::make_unique<render::VideoWriter>(std::move(*writer));
  m_next = 0;
  m_timer.start(0);
}

void FilmMaker::cancel() {
  if (m_timer.isActive()) finish({});
}

void FilmMaker::drawNext() {
  if (m_writing.valid()) {
    if (m_writing.wait_for(std::chrono::seconds(0)) != std::future_status::ready) return;
    if (const Result<void> written = m_writing.get(); !written) {
      finish(QString::fromStdString(written.error().toString()));
      return;
    }
  }
  if (m_next > m_frames.size()) {
    finish({});
    return;
  }
  if (m_next == m_frames.size()) {
    ++m_next;
    m_writing =
        std::async(std::launch::async, [writer = m_writer.get()] { return writer->finish(); });
    return;
  }
  const render::AnimationFrame& frame = m_frames[m_next++];
  const DocumentState& state = m_document.state();
  if (frame.conformer < state.conformers.size() && state.conformers.size() > 1) {
    m_viewport.setPositions(state.conformers[frame.conformer]->positions);
  }
  m_viewport.sceneWidget()->setPose(frame.pose);
  const QImage image = m_viewport.grabPicture({m_options.width, m_options.height});
  if (image.isNull()) {
    finish(tr("The picture could not be drawn; is the viewport on the screen?"));
    return;
  }
  m_writing = std::async(std::launch::async, [writer = m_writer.get(), picture = pictureOf(image)] {
    return writer->add(picture);
  });
  Q_EMIT progressed(static_cast<int>(m_next), static_cast<int>(m_frames.size()));
}

void FilmMaker::finish(const QString& sentence) {
  m_timer.stop();
  if (m_writing.valid()) m_writing.wait();
  m_writing = {};
  m_writer.reset();
  if (!m_document.isEmpty()) m_viewport.setPositions(m_document.state().shown()->positions);
  if (m_viewport.sceneWidget()) m_viewport.sceneWidget()->setPose(m_pose);
  Q_EMIT ended(sentence);
}

}  // namespace molloquy::app
