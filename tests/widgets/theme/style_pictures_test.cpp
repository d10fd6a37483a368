#include <QApplication>
#include <QCheckBox>
#include <QComboBox>
#include <QDir>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QMenu>
#include <QMenuBar>
#include <QProgressBar>
#include <QPushButton>
#include <QRadioButton>
#include <QSlider>
#include <QSpinBox>
#include <QTabBar>
#include <QTableWidget>
#include <QTest>
#include <QToolButton>
#include <QVBoxLayout>

#include "widgets/theme/fonts.h"
#include "widgets/theme/style.h"
#include "widgets/theme/themed_icon.h"
#include "widgets/theme/tokens.h"

using namespace molloquy::theme;

namespace {

QPushButton* button(const QString& text, ButtonRole role, bool enabled, QWidget* parent) {
  auto* made = new QPushButton(text, parent);
  setButtonRole(*made, role);
  made->setEnabled(enabled);
  return made;
}

QToolButton* tool(const QString& name, bool checked, bool enabled, QWidget* parent) {
  auto* made = new QToolButton(parent);
  made->setIcon(icon(name));
  made->setCheckable(true);
  made->setChecked(checked);
  made->setEnabled(enabled);
  made->setAutoRaise(true);
  return made;
}

/// One of each control in its states.
class Gallery : public QWidget {
 public:
  Gallery() {
    auto* rows = new QVBoxLayout(this);
    const auto addRow = [rows](std::initializer_list<QWidget*> widgets) {
      auto* row = new QHBoxLayout;
      for (QWidget* widget : widgets) row->addWidget(widget);
      row->addStretch(1);
      rows->addLayout(row);
    };
    addRow({button(QStringLiteral("Open"), ButtonRole::Primary, true, this),
            button(QStringLiteral("Cancel"), ButtonRole::Normal, true, this),
            button(QStringLiteral("Open"), ButtonRole::Primary, false, this),
            button(QStringLiteral("Cancel"), ButtonRole::Normal, false, this)});
    addRow({tool(QStringLiteral("navigate"), true, true, this),
            tool(QStringLiteral("select"), false, true, this),
            tool(QStringLiteral("pin"), false, false, this)});
    auto* on = new QCheckBox(QStringLiteral("Labels"), this);
    on->setChecked(true);
    auto* partly = new QCheckBox(QStringLiteral("Some"), this);
    partly->setTristate(true);
    partly->setCheckState(Qt::PartiallyChecked);
    auto* radio = new QRadioButton(QStringLiteral("Light"), this);
    radio->setChecked(true);
    addRow({on, partly, new QCheckBox(QStringLiteral("Axes"), this), radio,
            new QRadioButton(QStringLiteral("Dark"), this)});
    auto* field = new QLineEdit(this);
    field->setPlaceholderText(QStringLiteral("Name, SMILES or CID"));
    auto* off = new QLineEdit(QStringLiteral("disabled"), this);
    off->setEnabled(false);
    addRow({field, off});
    focused = new QLineEdit(QStringLiteral("focused"), this);
    auto* combo = new QComboBox(this);
    combo->addItems({QStringLiteral("Ball and stick"), QStringLiteral("Sticks")});
    addRow({focused, combo, new QSpinBox(this)});
    auto* slider = new QSlider(Qt::Horizontal, this);
    slider->setValue(40);
    auto* progress = new QProgressBar(this);
    progress->setValue(60);
    progress->setTextVisible(false);
    addRow({slider, progress});
    auto* tabs = new QTabBar(this);
    for (const char* name : {"Facts", "2D", "Conformers"}) tabs->addTab(QString::fromLatin1(name));
    tabs->setTabEnabled(2, false);
    rows->addWidget(tabs);
    auto* table = new QTableWidget(9, 2, this);
    table->setShowGrid(false);
    table->setHorizontalHeaderLabels({QStringLiteral("Name"), QStringLiteral("Value")});
    for (int row = 0; row < 9; ++row)
      table->setItem(row, 0, new QTableWidgetItem(QStringLiteral("row %1").arg(row)));
    table->selectRow(1);
    table->setFixedHeight(130);
    rows->addWidget(table);
    addMenus();
    rows->setMenuBar(bar);
  }
  void addMenus() {
    menu = new QMenu(this);
    menu->addAction(icon(QStringLiteral("folder")), QStringLiteral("&Open\tCtrl+O"));
    QAction* checked = menu->addAction(QStringLiteral("Show labels"));
    checked->setCheckable(true);
    checked->setChecked(true);
    menu->addSeparator();
    menu->addMenu(QStringLiteral("Export"))->addAction(QStringLiteral("SDF"));
    menu->addAction(QStringLiteral("Undo"))->setEnabled(false);
    bar = new QMenuBar(this);
    for (const char* name : {"&File", "&Edit", "&View"}) bar->addMenu(QString::fromLatin1(name));
  }
  QLineEdit* focused;
  QMenu* menu;
  QMenuBar* bar;
};

}  // namespace

/// One of each control in both schemes; saved to MOLLOQUY_SCREENSHOTS=<folder> for people to look
/// at.
class StylePicturesTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void initTestCase() { QApplication::setStyle(new Style); }
  void cleanup() { setTextScale(1.0); }

  void controlsArePaintedInBothSchemes_data() {
    QTest::addColumn<int>("scheme");
    QTest::addColumn<double>("scale");
    QTest::addRow("light-100") << int(Scheme::Light) << 1.0;
    QTest::addRow("dark-100") << int(Scheme::Dark) << 1.0;
    QTest::addRow("dark-150") << int(Scheme::Dark) << 1.5;
  }
  void controlsArePaintedInBothSchemes() {
    QFETCH(int, scheme);
    QFETCH(double, scale);
    setTextScale(scale);
    QApplication::setPalette(makePalette(static_cast<Scheme>(scheme)));
    Gallery gallery;
    gallery.resize(gallery.sizeHint());
    gallery.show();
    QApplication::setActiveWindow(&gallery);
    gallery.focused->setFocus(Qt::TabFocusReason);
    gallery.menu->setActiveAction(gallery.menu->actions().first());
    const QPixmap controls = gallery.grab();
    const QPixmap menu = gallery.menu->grab();
    QCOMPARE(controls.toImage().pixelColor(2, controls.height() - 2),
             tokens(static_cast<Scheme>(scheme)).window);
    if (const QString folder = qEnvironmentVariable("MOLLOQUY_SCREENSHOTS"); !folder.isEmpty()) {
      const QString name = QString::fromLatin1(QTest::currentDataTag());
      QVERIFY(controls.save(QDir(folder).filePath(QStringLiteral("style-%1.png").arg(name))));
      QVERIFY(menu.save(QDir(folder).filePath(QStringLiteral("style-menu-%1.png").arg(name))));
    }
  }
};

QTEST_MAIN(StylePicturesTest)
#include "style_pictures_test.moc"
