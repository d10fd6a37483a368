#include "tests/app/app_fixture.h"

#include <QApplication>
#include <QColor>
#include <QDir>
#include <QSet>
#include <QSettings>
#include <QTemporaryDir>
#include <cstdlib>

#include "render/trackball_camera.h"
#include "widgets/theme/style.h"
#include "widgets/theme/tokens.h"
#include "widgets/viewport/molecule_viewport.h"
#include "widgets/viewport/scene_widget.h"

namespace molloquy::app {

void prepareApplicationTest() {
  static QTemporaryDir home(QDir::temp().filePath(QStringLiteral("molloquy-test-XXXXXX")));
  for (const char* variable : {"XDG_DATA_HOME", "XDG_CACHE_HOME", "XDG_CONFIG_HOME"}) {
    qputenv(variable, home.filePath(QString::fromLatin1(variable)).toUtf8());
  }
  QSettings::setPath(QSettings::NativeFormat, QSettings::UserScope, home.path());
  // Nothing is asked of the real server.
  qputenv("MOLLOQUY_PUBCHEM", "http://127.0.0.1:9/rest");
  QApplication::setStyle(new theme::Style);
  Settings().setScheme(SchemeChoice::Light);
}

ScriptedModel::ScriptedModel()
    : m_text(QStringLiteral("The molecule is a monocarboxylic acid and an acetate ester. It has a "
                            "benzene ring. It has a carboxylic acid group and an ester group. It "
                            "has one ring, which is aromatic.")) {}

ApplicationOptions ScriptedModel::options(const QString& structure) {
  ApplicationOptions options;
  if (!structure.isEmpty()) options.structures << structure;
  options.modelFolder = "scripted";
  options.openSession = [this](const std::filesystem::path& folder, const session::OpenOptions& how,
                               const session::LoadProgress&,
                               std::stop_token) -> Result<std::unique_ptr<session::ChatSession>> {
    if (m_loadError) return tl::unexpected(*m_loadError);
    if (m_onOpen) return m_onOpen(folder, how);
    session::FakeScript script = session::scriptFromText(m_text.toStdString());
    script.endless = m_endless;
    return std::make_unique<session::FakeChatSession>(std::move(script),
                                                      [this](std::size_t) { m_permits.acquire(); });
  };
  return options;
}

void ScriptedModel::allowTokens(int count) { m_permits.release(count); }

void keepPicture(QWidget& widget, const QString& name) {
  const QString folder = qEnvironmentVariable("MOLLOQUY_SCREENSHOTS");
  if (folder.isEmpty()) return;
  QCoreApplication::processEvents();
  widget.grab().save(QDir(folder).filePath(QStringLiteral("app-%1.png").arg(name)));
}

int pixelsNear(widgets::MoleculeViewport& viewport, const QColor& colour) {
  constexpr int kTolerance = 6;
  const QImage image = viewport.sceneWidget()->grabFramebuffer();
  int count = 0;
  for (int y = 0; y < image.height(); ++y) {
    for (int x = 0; x < image.width(); ++x) {
      const QColor pixel = image.pixelColor(x, y);
      count += std::abs(pixel.red() - colour.red()) <= kTolerance &&
               std::abs(pixel.green() - colour.green()) <= kTolerance &&
               std::abs(pixel.blue() - colour.blue()) <= kTolerance;
    }
  }
  return count;
}

int distinctColours(widgets::MoleculeViewport& viewport) {
  const QImage image = viewport.sceneWidget()->grabFramebuffer();
  QSet<QRgb> colours;
  for (int y = 0; y < image.height(); y += 2) {
    for (int x = 0; x < image.width(); x += 2) colours.insert(image.pixel(x, y));
  }
  return static_cast<int>(colours.size());
}

QPoint screenPoint(widgets::MoleculeViewport& viewport, const StructureSnapshot& shown,
                   AtomIndex atom) {
  const chem::Point3& place = shown.conformer->positions[atom.value];
  const widgets::SceneWidget& scene = *viewport.sceneWidget();
  const auto seen = render::project(scene.pose(), scene.viewSize(), {place[0], place[1], place[2]});
  return seen ? QPoint(static_cast<int>(seen->x), static_cast<int>(seen->y)) : QPoint(-1, -1);
}

}  // namespace molloquy::app
