#include <QApplication>
#include <QProcess>
#include <QProcessEnvironment>
#include <QTest>

#include "tests/render/sample_structures.h"
#include "widgets/theme/tokens.h"
#include "widgets/viewport/molecule_viewport.h"

using namespace molloquy;
using namespace molloquy::widgets;

namespace {

constexpr const char* kChildMark = "MOLLOQUY_VIEWPORT_FAULT_CHILD";

/// What the child does on a platform without OpenGL. 0 when the viewport behaved.
int useViewportWithoutOpenGl() {
  AtomSelectionModel selection;
  PinModel pins;
  MoleculeViewport view(&selection, &pins);
  view.setPalette(theme::makePalette(theme::Scheme::Light));
  view.resize(640, 400);
  const test::Sample sample = test::aspirin();
  view.setStructure(sample.molecule, sample.conformer);
  view.show();
  QTest::qWait(50);
  pins.pin("acetyl group", {AtomIndex(0), AtomIndex(1)}, 1, 0);
  selection.select({AtomIndex(0)}, AtomSelectionModel::Origin::Phrase);
  view.setHoveredAtoms({AtomIndex(0)});
  view.focusOn({AtomIndex(0)});
  view.resetView();
  view.setBusy(true);
  view.clearStructure();
  if (view.isDrawing()) return 10;
  if (view.failureReason().isEmpty()) return 11;
  if (!view.grabPicture({100, 100}).isNull()) return 12;
  const QImage image = view.grab().toImage();
  if (const QString folder = qEnvironmentVariable("MOLLOQUY_SCREENSHOTS"); !folder.isEmpty()) {
    image.save(folder + "/viewport-failure.png");
  }
  const QRgb ground = image.pixel(4, 20);
  int written = 0;
  for (int y = 100; y < 300; ++y) {
    for (int x = 100; x < 540; ++x) written += image.pixel(x, y) != ground;
  }
  return written > 500 ? 0 : 13;
}

}  // namespace

class ViewportFaultTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void saysSoInsteadOfCrashing_data() {
    QTest::addColumn<QString>("platform");
    QTest::addColumn<QString>("integration");
    QTest::newRow("X without OpenGL") << "xcb"
                                      << "none";
    QTest::newRow("a platform that has none") << "offscreen"
                                              << "";
  }
  void saysSoInsteadOfCrashing() {
    QFETCH(QString, platform);
    QFETCH(QString, integration);
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert(kChildMark, "1");
    environment.insert("QT_QPA_PLATFORM", platform);
    if (!integration.isEmpty()) environment.insert("QT_XCB_GL_INTEGRATION", integration);
    QProcess child;
    child.setProcessEnvironment(environment);
    child.start(QCoreApplication::applicationFilePath(), {});
    QVERIFY(child.waitForFinished(20000));
    QCOMPARE(child.exitStatus(), QProcess::NormalExit);
    QCOMPARE(child.exitCode(), 0);
  }
};

int main(int argc, char** argv) {
  if (qEnvironmentVariableIsSet(kChildMark)) {
    QApplication application(argc, argv);
    return useViewportWithoutOpenGl();
  }
  QCoreApplication application(argc, argv);
  ViewportFaultTest test;
  return QTest::qExec(&test, argc, argv);
}
#include "viewport_fault_test.moc"
