#include "render/bench/render_bench.h"

#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <fstream>
#include <map>

#include <vtkNew.h>
#include <vtkRenderWindow.h>
#include <vtkRenderer.h>

#include "render/atom_picker.h"
#include "render/bench/plain_vtk.h"
#include "render/display_connection.h"
#include "render/molecule_scene.h"
#include "render/shape_index.h"

namespace molloquy::render::bench {

namespace {

constexpr double kTurn = 0.05;  ///< radians a frame.
constexpr int kLeastFrames = 3;
constexpr int kClicks = 1000;
constexpr std::size_t kDraggedAtoms = 1000;

double wallMs() {
  const auto now = std::chrono::steady_clock::now().time_since_epoch();
  return std::chrono::duration<double, std::milli>(now).count();
}

double cpuMs() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  const auto ms = [](const timeval& time) {
    return static_cast<double>(time.tv_sec) * 1e3 + static_cast<double>(time.tv_usec) * 1e-3;
  };
  return ms(usage.ru_utime) + ms(usage.ru_stime);
}

double residentMb() {
  std::ifstream file("/proc/self/statm");
  double pages = 0, resident = 0;
  file >> pages >> resident;
  return resident * static_cast<double>(sysconf(_SC_PAGESIZE)) / 1e6;
}

double median(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  return values.empty() ? 0 : values[values.size() / 2];
}

struct Series {
  double firstFrameMs = 0;
  std::vector<double> cpu, fps;
};

/// Turns the camera for a while. `aim` points the camera of whatever is in the window.
void drawRound(vtkRenderWindow& window, const Options& options, CameraPose pose,
               const std::function<void(const CameraPose&)>& aim, Series& series) {
  const auto frame = [&] {
    aim(pose);
    window.Render();
    window.WaitForCompletion();
  };
  frame();  // shaders and buffers are there afterwards
  const double wall = wallMs(), cpu = cpuMs();
  int frames = 0;
  while (frames < kLeastFrames || wallMs() - wall < options.seconds * 1e3) {
    pose = rotated(pose, kTurn, kTurn / 4);
    frame();
    ++frames;
  }
  series.cpu.push_back((cpuMs() - cpu) / frames);
  series.fps.push_back(frames * 1e3 / (wallMs() - wall));
}

/// Everything about one subject, in one window.
class Measurement {
 public:
  Measurement(vtkRenderWindow& window, const Options& options, const Subject& subject)
      : m_window(window), m_options(options), m_subject(subject) {}

  void draw(const std::stop_token& stop) {
    firstFrames();
    for (int round = 0; round < m_options.rounds && !stop.stop_requested(); ++round) {
      m_window.AddRenderer(&m_scene->renderer());
      for (const auto& [name, motion] :
           {std::pair{"still", Motion::Still}, std::pair{"moving", Motion::Moving}}) {
        m_scene->setMotion(motion);
        drawRound(
            m_window, m_options, m_pose, [this](const CameraPose& at) { aim(at); }, m_series[name]);
      }
      m_window.RemoveRenderer(&m_scene->renderer());
      m_window.AddRenderer(&m_plain->renderer());
      const Ball content = m_scene->shape().bounds;
      drawRound(
          m_window, m_options, m_pose,
          [&](const CameraPose& at) { m_plain->setCamera(at, content); }, m_series["plain VTK"]);
      m_window.RemoveRenderer(&m_plain->renderer());
    }
  }

  [[nodiscard]] std::vector<FrameRow> frames() const {
    std::vector<FrameRow> rows;
    const double plain = median(m_series.at("plain VTK").cpu);
    for (const char* name : {"still", "moving", "plain VTK"}) {
      const Series& series = m_series.at(name);
      const double cpu = median(series.cpu);
      rows.push_back({m_subject.name, m_subject.molecule->atoms().size(), name, series.firstFrameMs,
                      cpu, median(series.fps), plain > 0 ? cpu / plain : 0});
    }
    return rows;
  }

  PickRow picks() {
    PickRow row;
    row.structure = m_subject.name;
    row.atoms = m_subject.molecule->atoms().size();
    row.memoryMb = m_memoryMb;
    const BallsAndSticks shape = m_scene->shape();
    shape.index = {};
    double begin = wallMs();
    indexOf(shape);
    row.indexMs = wallMs() - begin;
    begin = wallMs();
    for (int click = 0; click < kClicks; ++click) {
      pickAtom(shape, m_pose, m_size, click * 7919 % m_options.width,
               click * 104729 % m_options.height);
    }
    row.pickMs = (wallMs() - begin) / kClicks;
    begin = wallMs();
    atomsInBox(shape, m_pose, m_size, {10, 10, m_size.width - 10, m_size.height - 10});
    row.boxMs = wallMs() - begin;
    row.movedFrameMs = dragged();
    return row;
  }

 private:
  void aim(const CameraPose& pose) { m_scene->setCamera(pose, m_size, 1); }

  void firstFrames() {
    const double memory = residentMb();
    double begin = wallMs();
    m_scene = std::make_unique<MoleculeScene>();
    m_scene->setColours(m_options.colours);
    m_scene->setStructure(*m_subject.molecule, *m_subject.conformer);
    m_pose = homePose(m_scene->shape().balls, m_size, Projection::Perspective);
    firstFrame(m_scene->renderer(), [this] { aim(m_pose); });
    m_series["still"].firstFrameMs = wallMs() - begin;
    m_memoryMb = std::max(0.0, residentMb() - memory);
    begin = wallMs();
    m_scene->setMotion(Motion::Moving);
    firstFrame(m_scene->renderer(), [this] { aim(m_pose); });
    m_series["moving"].firstFrameMs = wallMs() - begin;
    begin = wallMs();
    m_plain = std::make_unique<PlainVtk>(m_subject);
    firstFrame(m_plain->renderer(),
               [this] { m_plain->setCamera(m_pose, m_scene->shape().bounds); });
    m_series["plain VTK"].firstFrameMs = wallMs() - begin;
  }

  void firstFrame(vtkRenderer& renderer, const std::function<void()>& point) {
    m_window.AddRenderer(&renderer);
    point();
    m_window.Render();
    m_window.WaitForCompletion();
    m_window.RemoveRenderer(&renderer);
  }

  double dragged() {
    m_window.AddRenderer(&m_scene->renderer());
    m_scene->setMotion(Motion::Moving);
    std::vector<chem::Point3> positions = m_subject.conformer->positions;
    std::vector<double> steps;
    for (int step = 0; step < 4; ++step) {
      for (std::size_t i = 0; i < std::min(kDraggedAtoms, positions.size()); ++i) {
        positions[i][0] += 0.05;
      }
      const double begin = cpuMs();
      m_scene->setPositions(positions);
      aim(m_pose);
      m_window.Render();
      m_window.WaitForCompletion();
      if (step > 0) steps.push_back(cpuMs() - begin);
    }
    m_window.RemoveRenderer(&m_scene->renderer());
    return median(steps);
  }

  vtkRenderWindow& m_window;
  const Options& m_options;
  const Subject& m_subject;
  ViewSize m_size{static_cast<double>(m_options.width), static_cast<double>(m_options.height)};
  CameraPose m_pose;
  double m_memoryMb = 0;
  std::unique_ptr<MoleculeScene> m_scene;
  std::unique_ptr<PlainVtk> m_plain;
  std::map<std::string, Series> m_series;
};

}  // namespace

Result<void> measureRendering(const Options& options, const std::vector<Subject>& subjects,
                              const std::function<void(const FrameRow&)>& onFrames,
                              const std::function<void(const PickRow&)>& onPicks,
                              const std::stop_token& stop) {
  const Result<DisplayConnection> display = DisplayConnection::open();
  if (!display) return tl::unexpected(display.error());
  vtkNew<vtkRenderWindow> window;
  window->SetShowWindow(false);
  window->SetUseOffScreenBuffers(true);
  window->SetMultiSamples(0);
  window->SetSize(options.width, options.height);
  if (window->SupportsOpenGL() == 0) {
    return fail(ErrorCode::Unsupported,
                "The X display has no OpenGL 3.2. Install Mesa's software drawing (package "
                "libgl1-mesa-dri).");
  }
  for (const Subject& subject : subjects) {
    Measurement measurement(*window, options, subject);
    measurement.draw(stop);
    if (stop.stop_requested()) {
      return fail(ErrorCode::InvalidInput, "The benchmark was stopped; start it again.");
    }
    for (const FrameRow& row : measurement.frames()) onFrames(row);
    onPicks(measurement.picks());
  }
  return {};
}

}  // namespace molloquy::render::bench
