#include <QCheckBox>
#include <QComboBox>
#include <QMenu>
#include <QSignalSpy>
#include <QSlider>
#include <QTest>
#include <QToolButton>

#include "tests/widgets/frame/panel_test.h"
#include "widgets/frame/choice_button.h"
#include "widgets/frame/header_choices.h"
#include "widgets/frame/segmented_control.h"
#include "widgets/frame/view_style_popover.h"
#include "widgets/frame/viewport_header.h"
#include "widgets/theme/fonts.h"

using molloquy::AtomIndex;
using molloquy::test::keepPicture;
using molloquy::test::useScheme;
using namespace molloquy::widgets;
namespace render = molloquy::render;
namespace theme = molloquy::theme;

class ViewportHeaderTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void init();
  void representationIsChosen();
  void representationOfTheSelectionAlone();
  void coloursWithoutDataSayWhy();
  void styleFromOutsideIsShownAndNotEchoed();
  void lookIsOneClick();
  void switchesChangeOneThing();
  void surfaceColourNeedsASurface();
  void hiddenAtomsComeBack();
  void narrowHeadersFoldTheWordsFirst();
  void looks_data() { molloquy::test::schemeRows(); }
  void looks();

 private:
  QAction* action(const QString& button, const QString& words) const;
  template <class T>
  T* part(const QString& name) const {
    for (T* one : m_header->findChildren<T*>())
      if (one->accessibleName().startsWith(name)) return one;
    return nullptr;
  }

  std::unique_ptr<ViewportHeader> m_header;
};

void ViewportHeaderTest::init() {
  useScheme(theme::Scheme::Light);
  m_header = std::make_unique<ViewportHeader>();
  m_header->resize(760, 38);
  m_header->setStructure(QStringLiteral("aspirin"), QStringLiteral("C9H8O4"));
  m_header->show();
}

QAction* ViewportHeaderTest::action(const QString& button, const QString& words) const {
  const auto* choice = part<ChoiceButton>(button);
  if (choice == nullptr) return nullptr;
  Q_EMIT choice->menu()->aboutToShow();
  for (QAction* one : choice->menu()->actions())
    if (one->text() == words) return one;
  return nullptr;
}

void ViewportHeaderTest::representationIsChosen() {
  QSignalSpy changed(m_header.get(), &ViewportHeader::viewStyleChanged);
  action(QStringLiteral("Representation"), QStringLiteral("Licorice"))->trigger();
  QCOMPARE(changed.count(), 1);
  QVERIFY(m_header->viewStyle().representation == render::Representation::Licorice);
  QCOMPARE(part<ChoiceButton>(QStringLiteral("Representation"))->choice(),
           QStringLiteral("Licorice"));
  action(QStringLiteral("Representation"), QStringLiteral("Licorice"))->trigger();
  QCOMPARE(changed.count(), 1);  // The same once more is no change.
}

void ViewportHeaderTest::representationOfTheSelectionAlone() {
  const QString only = QStringLiteral("For the selected atoms only");
  QVERIFY(!action(QStringLiteral("Representation"), only)->isEnabled());
  m_header->setSelection({AtomIndex(3), AtomIndex(5)});
  action(QStringLiteral("Representation"), only)->trigger();
  action(QStringLiteral("Representation"), QStringLiteral("Van der Waals"))->trigger();
  const render::ViewStyle& style = m_header->viewStyle();
  QVERIFY(style.representation == render::Representation::BallAndStick);
  QCOMPARE(style.exceptions.size(), std::size_t{2});
  QVERIFY(style.exceptions.at(AtomIndex(5)) == render::Representation::VanDerWaals);
  QCOMPARE(part<ChoiceButton>(QStringLiteral("Representation"))->choice(),
           QStringLiteral("Selection: van der waals"));
  // Without a selection the button speaks of the structure again.
  m_header->setSelection({});
  QCOMPARE(part<ChoiceButton>(QStringLiteral("Representation"))->choice(),
           QStringLiteral("Ball and stick"));
  action(QStringLiteral("Representation"), QStringLiteral("Same for all atoms"))->trigger();
  QVERIFY(m_header->viewStyle().exceptions.empty());
}

void ViewportHeaderTest::coloursWithoutDataSayWhy() {
  const QAction* charge = action(QStringLiteral("Colour"), QStringLiteral("Partial charge"));
  QVERIFY(!charge->isEnabled());
  QCOMPARE(charge->toolTip(), QStringLiteral("Partial charges are not computed yet."));
  ViewData known;
  known.structure = true;
  known.partialCharges = true;
  m_header->setViewData(known);
  QSignalSpy changed(m_header.get(), &ViewportHeader::viewStyleChanged);
  action(QStringLiteral("Colour"), QStringLiteral("Partial charge"))->trigger();
  QCOMPARE(changed.count(), 1);
  QCOMPARE(part<ChoiceButton>(QStringLiteral("Colour"))->choice(),
           QStringLiteral("Colour: partial charge"));
  QVERIFY(!action(QStringLiteral("Colour"), QStringLiteral("Chain"))->isEnabled());
}

void ViewportHeaderTest::styleFromOutsideIsShownAndNotEchoed() {
  QSignalSpy changed(m_header.get(), &ViewportHeader::viewStyleChanged);
  render::ViewStyle style;
  style.representation = render::Representation::Wireframe;
  style.hydrogens = render::HydrogenDisplay::Polar;
  style.labels = render::LabelKind::Index;
  style.surface.opacity = 0.3;
  style.quality.fog = true;
  m_header->setViewStyle(style);
  QCOMPARE(changed.count(), 0);
  QVERIFY(m_header->viewStyle() == style);
  QVERIFY(part<ViewStylePopover>(QStringLiteral("View style")) != nullptr);
}

void ViewportHeaderTest::lookIsOneClick() {
  QSignalSpy changed(m_header.get(), &ViewportHeader::viewStyleChanged);
  auto* popover = m_header->findChild<ViewStylePopover*>();
  for (QToolButton* one : popover->findChildren<QToolButton*>())
    if (one->text() == QStringLiteral("Print")) one->click();
  QCOMPARE(changed.count(), 1);
  QVERIFY(render::lookOf(m_header->viewStyle()) == render::Look::Print);
}

void ViewportHeaderTest::switchesChangeOneThing() {
  auto* popover = m_header->findChild<ViewStylePopover*>();
  QSignalSpy changed(m_header.get(), &ViewportHeader::viewStyleChanged);
  for (QCheckBox* box : popover->findChildren<QCheckBox*>())
    if (box->text() == QStringLiteral("Contacts")) box->click();
  QCOMPARE(changed.count(), 1);
  render::ViewStyle expected;
  expected.contacts = true;
  QVERIFY(m_header->viewStyle() == expected);
}

void ViewportHeaderTest::surfaceColourNeedsASurface() {
  auto* popover = m_header->findChild<ViewStylePopover*>();
  QComboBox* colour = nullptr;
  for (QComboBox* list : popover->findChildren<QComboBox*>())
    if (list->accessibleName() == QStringLiteral("Colour of the surface")) colour = list;
  QVERIFY(colour != nullptr);
  QVERIFY(!colour->isEnabled());
  QCOMPARE(colour->toolTip(), QStringLiteral("No surface is shown."));
  render::ViewStyle style;
  style.surface.kind = render::SurfaceKind::SolventExcluded;
  m_header->setViewStyle(style);
  QVERIFY(colour->isEnabled());
  QSignalSpy changed(m_header.get(), &ViewportHeader::viewStyleChanged);
  popover->findChild<QSlider*>()->setValue(80);
  QCOMPARE(changed.count(), 1);
  QCOMPARE(m_header->viewStyle().surface.opacity, 0.8);
}

void ViewportHeaderTest::hiddenAtomsComeBack() {
  auto* popover = m_header->findChild<ViewStylePopover*>();
  m_header->setSelection({AtomIndex(1)});
  const auto press = [&](const QString& words) {
    for (QAbstractButton* one : popover->findChildren<QAbstractButton*>())
      if (one->text() == words) one->click();
  };
  press(QStringLiteral("Hide selected atoms"));
  QVERIFY(m_header->viewStyle().hidden.contains(AtomIndex(1)));
  press(QStringLiteral("Show all"));
  QVERIFY(m_header->viewStyle().hidden.empty());
}

void ViewportHeaderTest::narrowHeadersFoldTheWordsFirst() {
  m_header->setConformers(0, 12);
  const auto* choice = part<ChoiceButton>(QStringLiteral("Representation"));
  QVERIFY(choice->width() > 60);
  m_header->resize(440, 38);
  QVERIFY(choice->width() <= theme::scaled(28));
  QVERIFY(choice->accessibleName().contains(QStringLiteral("Ball and stick")));
  m_header->clear();
  QVERIFY(!m_header->findChild<HeaderChoices*>()->isVisible());
}

void ViewportHeaderTest::looks() {
  QFETCH(int, scheme);
  useScheme(static_cast<theme::Scheme>(scheme));
  m_header->setTag(QStringLiteral("edited"), QStringLiteral("Positions were changed here."),
                   ViewportHeader::TagKind::Edited);
  m_header->setConformers(0, 2);
  keepPicture(*m_header, QStringLiteral("header"));
  QVERIFY(!m_header->grab().isNull());
}

QTEST_MAIN(ViewportHeaderTest)
#include "viewport_header_test.moc"
