#include "render/image_export.h"

#include <algorithm>
#include <filesystem>
#include <optional>
#include <string_view>
#include <utility>

#include <vtkImageData.h>
#include <vtkNew.h>
#include <vtkPNGWriter.h>
#include <vtkPointData.h>
#include <vtkRenderWindow.h>
#include <vtkRenderer.h>
#include <vtkSmartPointer.h>
#include <vtkUnsignedCharArray.h>

#include "model/base/atomic_file.h"
#include "render/molecule_scene.h"
#include "render/offscreen_stage.h"
#include "render/structure_shapes.h"

namespace molloquy::render {

namespace {

constexpr int kSmallest = 16;
constexpr int kLargest = 8192;
/// How far surfaces and ribbons reach beyond the balls of atoms, angstrom.
constexpr double kSurfaceReach = 1.4;
constexpr double kRibbonReach = 1.0;
/// VTK calls the finished picture of an off-screen window its front buffer.
constexpr int kFrontBuffer = 1;

Result<void> checkOptions(const PictureOptions& options) {
  const auto [low, high] = std::minmax(options.width, options.height);
  if (low >= kSmallest && high <= kLargest) return {};
  return fail(ErrorCode::InvalidInput,
              "A picture of " + std::to_string(options.width) + " by " +
                  std::to_string(options.height) + " pixels cannot be drawn. Choose " +
                  std::to_string(kSmallest) + " to " + std::to_string(kLargest) + " each way.");
}

/// Averages samples x samples pixels into one and turns the rows round: VTK's first row is the
/// lowest. Drawn colours are multiplied with their opacity, those of the result are not.
Picture averaged(const std::uint8_t* drawn, int width, int height, int samples) {
  Picture picture{width, height, std::vector<std::uint8_t>(std::size_t(4) * width * height)};
  const std::size_t stride = std::size_t(4) * width * samples;
  const int count = samples * samples;
  for (int y = 0; y < height; ++y) {
    for (int x = 0; x < width; ++x) {
      int colour[3] = {0, 0, 0};
      int opacity = 0;
      for (int k = 0; k < count; ++k) {
        const std::size_t row = std::size_t(height - 1 - y) * samples + k / samples;
        const std::uint8_t* pixel =
            drawn + row * stride + std::size_t(4) * (x * samples + k % samples);
        for (int c = 0; c < 3; ++c) colour[c] += pixel[c];
        opacity += pixel[3];
      }
      std::uint8_t* target = &picture.rgba[std::size_t(4) * (std::size_t(y) * width + x)];
      for (int c = 0; c < 3 && opacity > 0; ++c) {
        target[c] =
            static_cast<std::uint8_t>(std::min(255, (255 * colour[c] + opacity / 2) / opacity));
      }
      target[3] = static_cast<std::uint8_t>((opacity + count / 2) / count);
    }
  }
  return picture;
}

Result<std::string> encodePng(const Picture& picture, Background background) {
  const int channels = background == Background::Transparent ? 4 : 3;
  vtkNew<vtkImageData> image;
  image->SetDimensions(picture.width, picture.height, 1);
  image->AllocateScalars(VTK_UNSIGNED_CHAR, channels);
  for (int y = 0; y < picture.height; ++y) {
    auto* row = static_cast<std::uint8_t*>(image->GetScalarPointer(0, picture.height - 1 - y, 0));
    const std::uint8_t* source = &picture.rgba[std::size_t(4) * y * picture.width];
    for (int x = 0; x < picture.width; ++x)
      std::copy_n(source + 4 * x, channels, row + channels * x);
  }
  vtkNew<vtkPNGWriter> writer;
  writer->SetInputData(image);
  writer->WriteToMemoryOn();
  writer->Write();
  vtkUnsignedCharArray* bytes = writer->GetResult();
  if (bytes == nullptr || bytes->GetNumberOfValues() == 0) {
    return fail(ErrorCode::Internal, "The picture could not be encoded as PNG.");
  }
  return std::string(reinterpret_cast<const char*>(bytes->GetPointer(0)),
                     static_cast<std::size_t>(bytes->GetNumberOfValues()));
}

/// While one lives, one even colour is behind the structure.
class EvenBackground {
 public:
  EvenBackground(vtkRenderer& renderer, double grey) : m_renderer(renderer) {
    renderer.GetBackground(m_colour);
    m_gradient = renderer.GetGradientBackground();
    renderer.SetBackground(grey, grey, grey);
    renderer.SetGradientBackground(false);
  }
  EvenBackground(const EvenBackground&) = delete;
  EvenBackground& operator=(const EvenBackground&) = delete;
  ~EvenBackground() {
    m_renderer.SetBackground(m_colour);
    m_renderer.SetGradientBackground(m_gradient);
  }

 private:
  vtkRenderer& m_renderer;
  double m_colour[3] = {0, 0, 0};
  bool m_gradient = false;
};

/// The window's pixels as they are drawn now. The opacity that VTK leaves is of no use: passes that
/// sort translucent surfaces write other things into it.
Result<vtkSmartPointer<vtkUnsignedCharArray>> drawnPixels(vtkRenderWindow& window, int width,
                                                          int height) {
  window.SetSize(width, height);
  window.Render();
  auto pixels = vtkSmartPointer<vtkUnsignedCharArray>::New();
  window.GetRGBACharPixelData(0, 0, width - 1, height - 1, kFrontBuffer, pixels);
  if (pixels->GetNumberOfValues() != vtkIdType(4) * width * height) {
    return fail(ErrorCode::Internal, "The drawn picture could not be read back.");
  }
  std::uint8_t* values = pixels->GetPointer(0);
  for (vtkIdType i = 3; i < pixels->GetNumberOfValues(); i += 4) values[i] = 255;
  return pixels;
}

/// The same over nothing: what differs between a black and a white ground is what shines through.
/// Colours are multiplied with their opacity.
Result<vtkSmartPointer<vtkUnsignedCharArray>> drawnPixelsOverNothing(vtkRenderWindow& window,
                                                                     vtkRenderer& renderer,
                                                                     int width, int height) {
  const auto drawnOver = [&](double grey) {
    const EvenBackground ground(renderer, grey);
    return drawnPixels(window, width, height);
  };
  const auto overWhite = drawnOver(1);
  if (!overWhite) return overWhite;
  auto overBlack = drawnOver(0);
  if (!overBlack) return overBlack;
  const std::uint8_t* white = (*overWhite)->GetPointer(0);
  std::uint8_t* black = (*overBlack)->GetPointer(0);
  for (vtkIdType i = 0; i < (*overBlack)->GetNumberOfValues(); i += 4) {
    int through = 0;
    for (vtkIdType c = 0; c < 3; ++c) through += white[i + c] - black[i + c];
    black[i + 3] = static_cast<std::uint8_t>(255 - std::clamp(through / 3, 0, 255));
  }
  return overBlack;
}

/// What has to be inside the picture: surfaces and ribbons reach farther than balls.
std::vector<Ball> contentOf(const MoleculeScene& scene, const PictureOptions& options) {
  std::vector<Ball> balls = scene.shape().balls;
  if (!options.shapes) return balls;
  const double reach = options.shapes->surface   ? kSurfaceReach
                       : options.shapes->ribbons ? kRibbonReach
                                                 : 0;
  for (Ball& ball : balls) ball.radius += reach;
  return balls;
}

}  // namespace

CameraPose poseOf(const MoleculeScene& scene, const PictureOptions& options) {
  const ViewSize size{double(options.width), double(options.height)};
  if (options.pose) return *options.pose;
  return homePose(contentOf(scene, options), size, options.projection);
}

Result<Picture> drawPicture(vtkRenderWindow& window, MoleculeScene& scene,
                            const PictureOptions& options) {
  if (const auto valid = checkOptions(options); !valid) return tl::unexpected(valid.error());
  const int samples =
      std::clamp(kLargest / std::max(options.width, options.height), 1, options.samples);
  const int width = options.width * samples;
  const int height = options.height * samples;
  const ViewSize size{double(width), double(height)};
  const CameraPose pose = poseOf(scene, options);
  scene.setMotion(Motion::Still);
  // FXAA smooths edges towards the ground, which is not there.
  const bool fxaa = samples == 1 && options.background == Background::Filled;
  scene.setSmoothing(fxaa ? Smoothing::Fxaa : Smoothing::Off);
  scene.renderer().SetBackgroundAlpha(1);
  scene.setCamera(pose, size, samples);
  const auto pixels = options.background == Background::Transparent
                          ? drawnPixelsOverNothing(window, scene.renderer(), width, height)
                          : drawnPixels(window, width, height);
  if (!pixels) return tl::unexpected(pixels.error());
  return averaged((*pixels)->GetPointer(0), options.width, options.height, samples);
}

Result<Picture> renderPicture(const chem::Molecule& molecule, const chem::Conformer& conformer,
                              const PictureOptions& options) {
  if (const auto valid = checkOptions(options); !valid) return tl::unexpected(valid.error());
  Result<OffscreenStage> stage = OffscreenStage::open();
  if (!stage) return tl::unexpected(stage.error());
  if (const auto shown = stage->show(molecule, conformer, options); !shown) {
    return tl::unexpected(shown.error());
  }
  return stage->draw(options);
}

Result<void> writePng(const Picture& picture, Background background,
                      const std::filesystem::path& path) {
  const Result<std::string> png = encodePng(picture, background);
  if (!png) return tl::unexpected(png.error());
  return writeFileAtomically(path, *png);
}

Result<void> renderToPng(const chem::Molecule& molecule, const chem::Conformer& conformer,
                         const PictureOptions& options, const std::string& path) {
  const Result<Picture> picture = renderPicture(molecule, conformer, options);
  if (!picture) return tl::unexpected(picture.error());
  return writePng(*picture, options.background, path);
}

}  // namespace molloquy::render
