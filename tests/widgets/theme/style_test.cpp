#include "widgets/theme/style.h"

#include <QApplication>
#include <QComboBox>
#include <QLineEdit>
#include <QPushButton>
#include <QScrollBar>
#include <QSignalSpy>
#include <QTest>
#include <QToolButton>

#include "widgets/theme/fonts.h"
#include "widgets/theme/splitter.h"
#include "widgets/theme/themed_icon.h"
#include "widgets/theme/themed_label.h"
#include "widgets/theme/tokens.h"

using namespace molloquy::theme;

namespace {

QColor centreColour(QWidget& widget, QPoint offset = {}) {
  const QImage image = widget.grab().toImage();
  return image.pixelColor(image.rect().center() + offset);
}

/// Blending rounds each channel.
bool isNear(const QColor& one, const QColor& other) {
  return std::abs(one.red() - other.red()) <= 1 && std::abs(one.green() - other.green()) <= 1 &&
         std::abs(one.blue() - other.blue()) <= 1;
}

}  // namespace

class StyleTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void initTestCase() { QApplication::setStyle(new Style); }

  void init() {
    QApplication::setPalette(makePalette(Scheme::Light));
    setTextScale(1.0);
  }
  void cleanup() { setTextScale(1.0); }

  void primaryButtonIsFilledWithTheAccent_data() {
    QTest::addColumn<int>("scheme");
    QTest::addRow("light") << int(Scheme::Light);
    QTest::addRow("dark") << int(Scheme::Dark);
  }
  void primaryButtonIsFilledWithTheAccent() {
    QFETCH(int, scheme);
    const auto chosen = static_cast<Scheme>(scheme);
    QApplication::setPalette(makePalette(chosen));
    QPushButton button;
    button.resize(80, 28);
    setButtonRole(button, ButtonRole::Primary);
    QCOMPARE(centreColour(button), tokens(chosen).accent);
    setButtonRole(button, ButtonRole::Normal);
    QCOMPARE(centreColour(button), tokens(chosen).surface);
  }

  void controlsHaveTheHeightsOfTheDesign_data() {
    QTest::addColumn<double>("scale");
    QTest::addRow("at 100 percent") << 1.0;
    QTest::addRow("at 150 percent") << 1.5;
    QTest::addRow("at 200 percent") << 2.0;
  }
  void controlsHaveTheHeightsOfTheDesign() {
    QFETCH(double, scale);
    setTextScale(scale);
    QPushButton button(QStringLiteral("Open"));
    QLineEdit field;
    QComboBox combo;
    combo.addItem(QStringLiteral("Ball and stick"));
    QCOMPARE(button.sizeHint().height(), scaled(28));
    QVERIFY(field.sizeHint().height() >= scaled(30));
    QVERIFY(combo.sizeHint().height() >= scaled(28));
    QToolButton tool;
    QVERIFY(tool.sizeHint().width() >= scaled(24));
  }

  void scrollBarHasNoArrowsAndMovesItsSlider() {
    QScrollBar bar(Qt::Vertical);
    bar.setRange(0, 100);
    bar.setPageStep(50);
    bar.resize(bar.sizeHint().width(), 200);
    bar.show();
    QCOMPARE(bar.width(), scaled(10));
    QStyleOptionSlider option;
    option.initFrom(&bar);
    option.orientation = Qt::Vertical;
    option.maximum = 100;
    option.pageStep = 50;
    QVERIFY(bar.style()
                ->subControlRect(QStyle::CC_ScrollBar, &option, QStyle::SC_ScrollBarAddLine, &bar)
                .isEmpty());
    QTest::mousePress(&bar, Qt::LeftButton, {}, QPoint(5, 20));
    QTest::mouseMove(&bar, QPoint(5, 120));
    QTest::mouseRelease(&bar, Qt::LeftButton, {}, QPoint(5, 120));
    QVERIFY(bar.value() > 50);
  }

  void splitterLineIsOnePixelAndGrabsSeven() {
    Splitter splitter(Qt::Horizontal);
    splitter.addWidget(new QWidget);
    splitter.addWidget(new QWidget);
    splitter.resize(401, 100);
    splitter.show();
    QSplitterHandle* handle = splitter.handle(1);
    QCOMPARE(handle->width(), 7);
    QCOMPARE(handle->contentsRect().width(), 1);
    QCOMPARE(splitter.sizes().at(0) + splitter.sizes().at(1) + 1, 401);
    QSignalSpy reset(&splitter, &Splitter::resetRequested);
    QTest::mouseDClick(handle, Qt::LeftButton);
    QCOMPARE(reset.count(), 1);
  }

  void missingIconIsLoggedOnceAndPaintsNothing() {
    QTest::ignoreMessage(QtWarningMsg, "there is no icon named \"no-such-drawing\"");
    const QPixmap first = iconPixmap(QStringLiteral("no-such-drawing"), 16, Qt::black, 2.0);
    QCOMPARE(first.size(), QSize(32, 32));
    QCOMPARE(first.toImage().pixelColor(16, 16).alpha(), 0);
    QVERIFY(icon(QStringLiteral("no-such-drawing")).isNull());
  }

  void iconTakesTheColourOfThePalette() {
    const QIcon plus = icon(QStringLiteral("plus"));
    for (const Scheme scheme : {Scheme::Light, Scheme::Dark}) {
      QApplication::setPalette(makePalette(scheme));
      const QColor normal = plus.pixmap(QSize(20, 20), 1.0).toImage().pixelColor(10, 10);
      const QColor on =
          plus.pixmap(QSize(20, 20), 1.0, QIcon::Normal, QIcon::On).toImage().pixelColor(10, 10);
      QVERIFY(isNear(normal, tokens(scheme).text2));
      QVERIFY(isNear(on, tokens(scheme).accent));
    }
  }

  void labelsFollowTheScheme() {
    ThemedLabel label(TextRole::Secondary, Ink::Text3, QStringLiteral("hint"));
    QCOMPARE(label.palette().color(QPalette::WindowText), tokens(Scheme::Light).text3);
    QApplication::setPalette(makePalette(Scheme::Dark));
    QCoreApplication::sendPostedEvents();
    QCOMPARE(label.palette().color(QPalette::WindowText), tokens(Scheme::Dark).text3);
    QApplication::setPalette(makePalette(Scheme::Light));
    QCoreApplication::sendPostedEvents();
    QCOMPARE(label.palette().color(QPalette::WindowText), tokens(Scheme::Light).text3);
  }

  void textScaleMultipliesFontsAndLengths() {
    const double small = QFontMetricsF(font(TextRole::AnswerText)).height();
    const int before = lineHeight(TextRole::AnswerText);
    setTextScale(2.0);
    QVERIFY(std::abs(QFontMetricsF(font(TextRole::AnswerText)).height() / small - 2.0) < 0.1);
    QVERIFY(lineHeight(TextRole::AnswerText) >= before * 3 / 2);
    QVERIFY(lineHeight(TextRole::AnswerText) >= QFontMetricsF(font(TextRole::AnswerText)).height());
    setTextScale(9.0);
    QVERIFY(textScale() < 2.3);
  }
};

QTEST_MAIN(StyleTest)
#include "style_test.moc"
