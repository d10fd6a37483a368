#include <QAbstractButton>
#include <QApplication>
#include <QDir>
#include <QOpenGLContext>
#include <QOpenGLFunctions>
#include <QScreen>
#include <QTest>

#include <memory>

#include "tests/widgets/viewport/viewport_on_screen.h"
#include "widgets/viewport/scene_widget.h"

using namespace molloquy;
using namespace molloquy::test;
using namespace molloquy::widgets;
using theme::Scheme;

class ViewportPictureTest : public ViewportOnScreen {
  Q_OBJECT
 private Q_SLOTS:
  void drawsTheStructureOnTheSchemesGround_data();
  void drawsTheStructureOnTheSchemesGround();
  void selectionAndPinsShowHalos();
  void aShutPinShowsNoHalo();
  void themeSwitchRepaintsTheGround();
  void pictureHasTheAskedSize();
  void isSmoothWhenItStandsStill();
  void emptyStateAfterClearing();
  void framesLeaveNoOpenGlError();
  void theScreenShowsWhatIsGrabbed();
  void survivesBeingMovedAndDestroyed();
  void looks();

 private:
  void showNames(render::LabelKind kind);
};

void ViewportPictureTest::showNames(render::LabelKind kind) {
  render::ViewStyle style = m_view->viewStyle();
  style.labels = kind;
  m_view->setViewStyle(style);
}

void ViewportPictureTest::drawsTheStructureOnTheSchemesGround_data() {
  QTest::addColumn<int>("scheme");
  QTest::newRow("light") << int(Scheme::Light);
  QTest::newRow("dark") << int(Scheme::Dark);
}

void ViewportPictureTest::drawsTheStructureOnTheSchemesGround() {
  QFETCH(int, scheme);
  useScheme(Scheme(scheme));
  const QImage image = m_view->grab().toImage();
  const QColor ground = theme::tokens(Scheme(scheme)).view;
  const double share = double(countNear(image, ground)) / (image.width() * image.height());
  QVERIFY2(share > 0.55 && share < 0.95, qPrintable(QString::number(share)));
}

void ViewportPictureTest::selectionAndPinsShowHalos() {
  const theme::Tokens& tokens = theme::tokens(Scheme::Light);
  SceneWidget* scene = m_view->sceneWidget();
  QCOMPARE(countNear(scene->grabFramebuffer(), tokens.pins[0]), 0);
  m_selection->select(atoms({kEsterOxygen}), AtomSelectionModel::Origin::Phrase);
  m_pins->pin("acetyl group", atoms({0, 1, 2}), 1, 0);
  const QImage image = scene->grabFramebuffer();
  QVERIFY(countNear(image, tokens.accent) > 60);
  QVERIFY(countNear(image, tokens.pins[0]) > 300);
  // The hydrogens of the methyl group have the halo too.
  const QPoint hydrogen = pixelOf(14);
  const double ratio = m_view->devicePixelRatioF();
  const QRect around((QPointF(hydrogen - QPoint(24, 24)) * ratio).toPoint(),
                     (QSizeF(48, 48) * ratio).toSize());
  QVERIFY(countNear(image.copy(around), tokens.pins[0]) > 20);
}

void ViewportPictureTest::aShutPinShowsNoHalo() {
  const QColor blue = theme::tokens(Scheme::Light).pins[0];
  m_pins->pin("acetyl group", atoms({0, 1, 2}), 1, 0);
  QVERIFY(countNear(m_view->sceneWidget()->grabFramebuffer(), blue) > 300);
  QAbstractButton* eye = nullptr;
  for (QAbstractButton* button : m_view->findChildren<QAbstractButton*>()) {
    if (button->accessibleName() == "Show or hide pin A") eye = button;
  }
  QVERIFY(eye);
  QTest::mouseClick(eye, Qt::LeftButton);
  QCOMPARE(countNear(m_view->sceneWidget()->grabFramebuffer(), blue), 0);
}

void ViewportPictureTest::themeSwitchRepaintsTheGround() {
  useScheme(Scheme::Dark);
  const QImage image = m_view->sceneWidget()->grabFramebuffer();
  QCOMPARE(image.pixelColor(5, 5).name(), theme::tokens(Scheme::Dark).view.name());
}

void ViewportPictureTest::pictureHasTheAskedSize() {
  m_pins->pin("acetyl group", atoms({0, 1, 2}), 1, 0);
  const QImage filled = m_view->grabPicture({900, 400});
  QCOMPARE(filled.size(), QSize(900, 400));
  QCOMPARE(filled.pixelColor(1, 1).name(), theme::tokens(Scheme::Light).view.name());
  QVERIFY(countNear(filled, theme::tokens(Scheme::Light).pins[0]) > 200);
  const QImage clear = m_view->grabPicture({300, 300}, render::Background::Transparent);
  QCOMPARE(clear.pixelColor(1, 1).alpha(), 0);
  const QImage frame = m_view->sceneWidget()->grabFramebuffer();  // the screen is as it was
  QCOMPARE(frame.pixelColor(5, 5).name(), theme::tokens(Scheme::Light).view.name());
  QVERIFY(m_view->grabPicture({0, 10}).isNull());
}

void ViewportPictureTest::isSmoothWhenItStandsStill() {
  SceneWidget* scene = m_view->sceneWidget();
  const int before = scene->frameCount();
  QTest::keyClick(scene, Qt::Key_Right);
  QTRY_VERIFY(scene->isSmoothed() && scene->frameCount() > before);
}

void ViewportPictureTest::emptyStateAfterClearing() {
  m_view->clearStructure();
  QVERIFY(groundShare() > 0.97 && groundShare() < 1);  // only words on the ground
  moveTo({380, 256});
  QTest::keyClick(m_view->sceneWidget(), Qt::Key_Home);
  QTest::mouseDClick(m_view->sceneWidget(), Qt::LeftButton, {}, {380, 256});
  m_view->setStructure(nullptr, nullptr);
}

void ViewportPictureTest::framesLeaveNoOpenGlError() {
  SceneWidget* scene = m_view->sceneWidget();
  m_pins->pin("acetyl group", atoms({0, 1, 2}), 1, 0);
  m_selection->select(atoms({5, 6}), AtomSelectionModel::Origin::Program);
  showNames(render::LabelKind::Name);
  scene->grabFramebuffer();
  m_view->grabPicture({200, 200});
  scene->grabFramebuffer();
  showNames(render::LabelKind::None);
  scene->makeCurrent();
  QCOMPARE(scene->context()->functions()->glGetError(), GLenum(GL_NO_ERROR));
  scene->doneCurrent();
}

void ViewportPictureTest::theScreenShowsWhatIsGrabbed() {
  m_pins->pin("acetyl group", atoms({0, 1, 2}), 1, 0);
  QTRY_VERIFY(m_view->sceneWidget()->isSmoothed());
  const QColor blue = theme::tokens(Scheme::Light).pins[0];
  const auto agree = [this, blue] {
    const int shown = countNear(m_view->screen()->grabWindow(m_view->winId()).toImage(), blue);
    const int grabbed = countNear(m_view->grab().toImage(), blue);
    return grabbed > 300 && std::abs(shown - grabbed) < grabbed / 20;
  };
  QTRY_VERIFY(agree());
}

void ViewportPictureTest::survivesBeingMovedAndDestroyed() {
  auto second = std::make_unique<QWidget>();
  second->resize(400, 300);
  m_view->setParent(second.get());
  m_view->setGeometry(0, 0, 400, 300);
  second->show();
  m_view->show();
  const bool exposed = QTest::qWaitForWindowExposed(second.get());
  const bool drawn = QTest::qWaitFor([this] { return groundShare() < 0.97; });
  m_view->setParent(nullptr);
  second.reset();
  QVERIFY(exposed && drawn);
  m_view->show();
  QVERIFY(QTest::qWaitForWindowExposed(m_view.get()));
  for (int round = 0; round < 4; ++round) {
    MoleculeViewport other(m_selection.get(), m_pins.get());
    other.setStructure(m_sample.molecule, m_sample.conformer);
    other.show();
    QVERIFY(QTest::qWaitForWindowExposed(&other));
    QTRY_VERIFY(other.sceneWidget()->frameCount() > 0);
  }
}

void ViewportPictureTest::looks() {
  const QString folder = qEnvironmentVariable("MOLLOQUY_SCREENSHOTS");
  for (const Scheme scheme : {Scheme::Light, Scheme::Dark}) {
    useScheme(scheme);
    m_pins->clear();
    m_pins->pin("acetyl group", atoms({0, 1, 2}), 1, 0);
    m_pins->pin("carboxylic acid", atoms({10, 11, 12}), 1, 1);
    m_selection->select(atoms({5, 6, 7}), AtomSelectionModel::Origin::Program);
    moveTo(pixelOf(kEsterOxygen));
    QTRY_VERIFY(m_view->sceneWidget()->isSmoothed());
    const QImage image = m_view->grab().toImage();
    QVERIFY(!image.isNull());
    if (folder.isEmpty()) continue;
    const QString name = scheme == Scheme::Light ? "viewport-light" : "viewport-dark";
    const QString suffix = m_view->devicePixelRatioF() > 1 ? "-2x.png" : ".png";
    image.save(QDir(folder).filePath(name + suffix));
    showNames(render::LabelKind::Name);
    m_pins->unpin(1);
    m_selection->clear(AtomSelectionModel::Origin::Program);
    QTRY_VERIFY(m_view->sceneWidget()->isSmoothed());
    m_view->grab().save(QDir(folder).filePath(name + "-names" + suffix));
    showNames(render::LabelKind::None);
  }
  if (folder.isEmpty()) return;
  useScheme(Scheme::Light);
  m_pins->clear();
  m_view->clearStructure();
  m_view->grab().save(QDir(folder).filePath("viewport-empty.png"));
}

int main(int argc, char** argv) {
  askForOpenGl();
  QApplication application(argc, argv);
  ViewportPictureTest test;
  return QTest::qExec(&test, argc, argv);
}
#include "viewport_picture_test.moc"
