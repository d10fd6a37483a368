#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>
#include <QTreeWidget>
#include <QWheelEvent>

#include "widgets/viewport/gesture_capture.h"
#include "widgets/viewport/gesture_editor.h"

using namespace molloquy::widgets;

/// Changing gestures by doing them.
class GestureEditorTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void capturesWhatTheHandDoes();
  void aKeyIsAdded();
  void aConflictIsSaid();
  void dragsTakeNoKeys();
  void aPresetIsChosenAndResetBack();
  void searchFindsActionsAndKeys();

 private:
  static QPushButton* button(const GestureEditor& editor, const QString& text) {
    for (auto* each : editor.findChildren<QPushButton*>()) {
      if (each->text() == text) return each;
    }
    return nullptr;
  }
};

void GestureEditorTest::capturesWhatTheHandDoes() {
  GestureCapture capture(nullptr);
  capture.resize(capture.sizeHint());
  QTest::keyClick(&capture, Qt::Key_K, Qt::ControlModifier | Qt::ShiftModifier);
  QCOMPARE(gestureText(*capture.gesture()), QString("Ctrl+Shift+K"));
  QTest::keyClick(&capture, Qt::Key_Control);
  QCOMPARE(gestureText(*capture.gesture()), QString("Ctrl+Shift+K"));
  QTest::mouseClick(&capture, Qt::RightButton, Qt::AltModifier, {20, 20});
  QCOMPARE(gestureText(*capture.gesture()), QString("Alt+Right click"));
  QTest::mousePress(&capture, Qt::MiddleButton, {}, {20, 20});
  QTest::mouseMove(&capture, {80, 20});
  QMouseEvent move(QEvent::MouseMove, QPointF(80, 20), QPointF(80, 20), Qt::NoButton,
                   Qt::MiddleButton, Qt::NoModifier);
  QCoreApplication::sendEvent(&capture, &move);
  QTest::mouseRelease(&capture, Qt::MiddleButton, {}, {80, 20});
  QCOMPARE(gestureText(*capture.gesture()), QString("Middle drag"));
}

void GestureEditorTest::aKeyIsAdded() {
  GestureEditor editor;
  QSignalSpy spy(&editor, &GestureEditor::gesturesChanged);
  editor.showAction(ViewAction::UseDraw);
  QVERIFY(!button(editor, "Add")->isEnabled());
  QTest::keyClick(editor.findChild<GestureCapture*>(), Qt::Key_F7);
  QTest::mouseClick(button(editor, "Add"), Qt::LeftButton);
  QCOMPARE(spy.count(), 1);
  QCOMPARE(gesturesText(editor.gestures().gestures(ViewAction::UseDraw)),
           QString("Ctrl+2; D; F7"));
  QTest::mouseClick(button(editor, "Reset"), Qt::LeftButton);
  QVERIFY(editor.gestures() == GesturePreset());
}

void GestureEditorTest::aConflictIsSaid() {
  GestureEditor editor;
  editor.showAction(ViewAction::UseDraw);
  QTest::keyClick(editor.findChild<GestureCapture*>(), Qt::Key_V);
  QTest::mouseClick(button(editor, "Replace"), Qt::LeftButton);
  QStringList said;
  for (const QLabel* label : editor.findChildren<QLabel*>()) said << label->text();
  QVERIFY2(said.join(' ').contains("Navigate tool"), qPrintable(said.join(' ')));
}

void GestureEditorTest::dragsTakeNoKeys() {
  GestureEditor editor;
  editor.showAction(ViewAction::Pan);
  QTest::keyClick(editor.findChild<GestureCapture*>(), Qt::Key_P);
  QVERIFY(!button(editor, "Add")->isEnabled());
  editor.showAction(ViewAction::Undo);
  QTest::mouseClick(editor.findChild<GestureCapture*>(), Qt::LeftButton);
  QVERIFY(!button(editor, "Add")->isEnabled());
}

void GestureEditorTest::aPresetIsChosenAndResetBack() {
  GestureEditor editor;
  QSignalSpy spy(&editor, &GestureEditor::gesturesChanged);
  auto* base = editor.findChild<QComboBox*>();
  QTest::keyClick(base, Qt::Key_Down);
  QCOMPARE(int(editor.gestures().base()), int(PresetBase::Avogadro));
  QCOMPARE(spy.count(), 1);
  editor.setGestures(GesturePreset(PresetBase::PyMol));
  QCOMPARE(base->currentIndex(), 2);
  QCOMPARE(spy.count(), 1);
}

void GestureEditorTest::searchFindsActionsAndKeys() {
  GestureEditor editor;
  auto* tree = editor.findChild<QTreeWidget*>();
  const auto shown = [tree] {
    int count = 0;
    for (int i = 0; i < tree->topLevelItemCount(); ++i) {
      for (int j = 0; j < tree->topLevelItem(i)->childCount(); ++j) {
        count += !tree->topLevelItem(i)->child(j)->isHidden();
      }
    }
    return count;
  };
  QCOMPARE(shown(), int(actionRows().size()));
  QTest::keyClicks(editor.findChild<QLineEdit*>(), "lasso");
  QCOMPARE(shown(), 4);
  editor.findChild<QLineEdit*>()->setText("Ctrl+Shift+A");
  QCOMPARE(shown(), 1);
  editor.findChild<QLineEdit*>()->setText("no such thing");
  QCOMPARE(shown(), 0);
}

QTEST_MAIN(GestureEditorTest)
#include "gesture_editor_test.moc"
