#include "app/cli/render_files.h"

#include <algorithm>

#include <fmt/format.h>

#include "app/cli/progress.h"
#include "app/cli/render_options.h"
#include "app/cli/virtual_display.h"
#include "model/base/atomic_file.h"
#include "model/chem/depiction.h"
#include "render/media/animation.h"
#include "render/media/mesh_files.h"
#include "render/media/picture_parts.h"
#include "render/molecule_scene.h"
#include "render/offscreen_stage.h"

namespace molloquy::cli {
namespace {

/// Samples a pixel and axis of a film's pictures: half the time of a still picture's.
constexpr int kFilmSamples = 2;
/// Pictures that each conformer of a playback is shown for.
constexpr std::size_t kPicturesEach = 2;

Result<void> writeSvg(const RenderJob& job, const std::string& file) {
  chem::DepictionStyle style;
  style.width = job.picture.width;
  style.height = job.picture.height;
  const auto text = [](const render::Rgb& c) {
    return fmt::format("#{:02X}{:02X}{:02X}", c.red, c.green, c.blue);
  };
  // Bonds as dark or light as carbon's letters; hydrogens and carbons take no colour of their own.
  style.bond = text(job.picture.colours.elements[6]);
  for (int element = 7; element < 119; ++element) {
    style.elements.emplace_back(element, text(job.picture.colours.elements[std::size_t(element)]));
  }
  const auto drawing = chem::depict(*job.molecule, style);
  if (!drawing) return tl::unexpected(drawing.error());
  return writeFileAtomically(file, drawing->svg);
}

Result<void> writeMesh(const RenderJob& job, const std::string& file, RenderOutput output) {
  const auto parts =
      render::pictureParts(job.molecule, job.conformers.front().positions, job.picture.style,
                           job.picture.values, job.picture.colours, job.picture.shapes);
  return output == RenderOutput::Glb ? render::writeGlb(parts, file)
                                     : render::writePly(parts, file);
}

Result<void> writeFilm(const RenderJob& job, const std::string& file, render::OffscreenStage& stage,
                       std::stop_token stop) {
  render::PictureOptions picture = job.picture;
  render::VideoOptions options;
  options.format = render::videoFormatOf(file).value_or(render::VideoFormat::Mp4);
  const bool isMp4 = options.format == render::VideoFormat::Mp4;
  options.width = isMp4 ? render::evenSize(picture.width) : picture.width;
  options.height = isMp4 ? render::evenSize(picture.height) : picture.height;
  options.framesPerSecond = job.framesPerSecond;
  picture.width = options.width;
  picture.height = options.height;
  picture.samples = kFilmSamples;
  const render::CameraPose pose = render::poseOf(stage.scene(), picture);
  const auto frames = job.turntable > 0
                          ? render::turntable(pose, std::size_t(job.turntable))
                          : render::playback(pose, job.conformers.size(), kPicturesEach);
  Progress progress("Filming");
  std::size_t shown = 0;
  const auto draw = [&](const render::AnimationFrame& frame) {
    if (frame.conformer != shown) {
      stage.scene().setPositions(job.conformers[frame.conformer].positions);
      shown = frame.conformer;
    }
    picture.pose = frame.pose;
    return stage.draw(picture);
  };
  return render::writeAnimation(
      file, options, frames, draw,
      [&](std::size_t done, std::size_t total) { progress.report(done, total); }, stop);
}

Result<void> writePicture(const RenderJob& job, const std::string& file,
                          render::OffscreenStage& stage) {
  const Progress progress("Drawing");
  const auto picture = stage.draw(job.picture);
  if (!picture) return tl::unexpected(picture.error());
  return render::writePng(*picture, job.picture.background, file);
}

}  // namespace

Result<void> writeRendering(const RenderJob& job, const std::string& file, std::stop_token stop) {
  const RenderOutput output = renderOutputOf(file);
  if (output == RenderOutput::Svg) return writeSvg(job, file);
  if (output == RenderOutput::Glb || output == RenderOutput::Ply) {
    return writeMesh(job, file, output);
  }
  const auto display = VirtualDisplay::open();
  if (!display) return tl::unexpected(display.error());
  auto stage = render::OffscreenStage::open();
  if (!stage) return tl::unexpected(stage.error());
  if (auto shown = stage->show(*job.molecule, job.conformers.front(), job.picture); !shown) {
    return shown;
  }
  return output == RenderOutput::Film ? writeFilm(job, file, *stage, stop)
                                      : writePicture(job, file, *stage);
}

}  // namespace molloquy::cli
