#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QPainter>
#include <QSignalSpy>
#include <QTest>
#include <QToolButton>

#include "tests/widgets/frame/panel_test.h"
#include "widgets/frame/segmented_control.h"
#include "widgets/input/structure_entry.h"
#include "widgets/library/record_list.h"

using molloquy::test::keepPicture;
using molloquy::test::useScheme;
using namespace molloquy::widgets;
namespace theme = molloquy::theme;

class RecordListTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void init();
  void clickAndEnterOpenARecord();
  void typingFiltersOrOpens_data();
  void typingFiltersOrOpens();
  void missingDrawingIsAskedForOnce();
  void paletteDropsTheDrawings();
  void sourcesAreSwitched();
  void recordIsReplacedByItsKey();
  void countIsTold_data();
  void countIsTold();
  void looks_data() { molloquy::test::schemeRows(); }
  void looks();

 private:
  static std::vector<Record> records();
  static void open(RecordList& list, QSize size = {248, 520});
  static QListView* view(RecordList& list) { return list.findChild<QListView*>(); }
  static QLineEdit* edit(RecordList& list) { return list.findChild<QLineEdit*>(); }
  static QImage drawing(QSize size, qreal ratio);
};

void RecordListTest::init() { useScheme(theme::Scheme::Light); }

std::vector<Record> RecordListTest::records() {
  const auto text = [](const char* words) { return QString::fromUtf8(words); };
  return {{text("1"), text("aspirin"), text("C9H8O4"), 180.16, {}},
          {text("2"), text("caffeine"), text("C8H10N4O2"), 194.19, {}},
          {text("3"), text("(R)-ibuprofen"), text("C13H18O2"), 206.28, {}},
          {text("4"),
           text("a structure whose name is much too long for the list"),
           text("C123H234N34O45S6"),
           123456.78,
           {}},
          {text("5"), text("not read yet"), {}, 0, text("record 5 of 12")}};
}

void RecordListTest::open(RecordList& list, QSize size) {
  list.library().setRecords(records());
  list.resize(size);
  list.show();
  list.activateWindow();
  QVERIFY(QTest::qWaitForWindowActive(&list));
}

QImage RecordListTest::drawing(QSize size, qreal ratio) {
  QImage image(size * ratio, QImage::Format_ARGB32_Premultiplied);
  image.setDevicePixelRatio(ratio);
  image.fill(Qt::transparent);
  QPainter painter(&image);
  painter.setRenderHint(QPainter::Antialiasing);
  painter.setPen(QPen(QColor(128, 128, 128), 1.2));
  painter.drawPolyline(QPolygonF({{5, 30}, {15, 12}, {26, 28}, {38, 12}, {46, 28}}));
  return image;
}

void RecordListTest::clickAndEnterOpenARecord() {
  RecordList list;
  open(list);
  QSignalSpy activated(&list, &RecordList::recordActivated);
  QListView* rows = view(list);
  const QModelIndex second = rows->model()->index(1, 0);
  QTest::mouseClick(rows->viewport(), Qt::LeftButton, {}, rows->visualRect(second).center());
  QCOMPARE(activated.count(), 1);
  QCOMPARE(activated.first().first().toString(), QStringLiteral("2"));
  QTest::keyClick(rows, Qt::Key_Down);
  QTest::keyClick(rows, Qt::Key_Return);
  QCOMPARE(activated.count(), 2);
  QCOMPARE(activated.last().first().toString(), QStringLiteral("3"));
}

void RecordListTest::typingFiltersOrOpens_data() {
  QTest::addColumn<QString>("typed");
  QTest::addColumn<int>("rows");
  QTest::addColumn<QString>("activated");
  QTest::addColumn<QString>("submitted");
  QTest::newRow("a part of a name finds the record") << "caf" << 1 << "2"
                                                     << "";
  QTest::newRow("case does not matter") << "ASPIRIN" << 1 << "1"
                                        << "";
  QTest::newRow("a SMILES is opened") << "CC(=O)O" << 0 << ""
                                      << "CC(=O)O";
  QTest::newRow("brackets are no pattern") << "(R)-" << 1 << "3"
                                           << "";
  QTest::newRow("a lone bracket is no pattern") << "[" << 0 << ""
                                                << "[";
}

void RecordListTest::typingFiltersOrOpens() {
  QFETCH(QString, typed);
  QFETCH(int, rows);
  RecordList list;
  open(list);
  QSignalSpy activated(&list, &RecordList::recordActivated);
  QSignalSpy submitted(&list, &RecordList::structureSubmitted);
  QSignalSpy settled(&list, &RecordList::structureSettled);
  QTest::keyClicks(edit(list), typed);
  QCOMPARE(view(list)->model()->rowCount(), rows);
  if (rows == 0) QTRY_COMPARE(settled.count(), 1);
  QTest::keyClick(edit(list), Qt::Key_Return);
  QCOMPARE(settled.count(), rows == 0 ? 1 : 0);
  const auto first = [](const QSignalSpy& spy) {
    return spy.isEmpty() ? QString() : spy.first().first().toString();
  };
  QTEST(first(activated), "activated");
  QTEST(first(submitted), "submitted");
}

void RecordListTest::missingDrawingIsAskedForOnce() {
  RecordList list;
  QSignalSpy needed(&list, &RecordList::thumbnailNeeded);
  open(list);
  QTRY_COMPARE(needed.count(), 5);
  list.update();
  QTest::qWait(20);
  view(list)->viewport()->update();
  QTest::qWait(20);
  QCOMPARE(needed.count(), 5);
  const QSize size = needed.first().at(1).toSize();
  QVERIFY(size.width() > 40);
  list.setThumbnail(QStringLiteral("1"), drawing(size, 1));
  list.setThumbnail(QStringLiteral("no such record"), drawing(size, 1));
  QVERIFY(list.library().index(0).data(RecordListModel::ThumbnailRole).isValid());
}

void RecordListTest::paletteDropsTheDrawings() {
  RecordList list;
  QSignalSpy needed(&list, &RecordList::thumbnailNeeded);
  open(list);
  QTRY_COMPARE(needed.count(), 5);
  for (const Record& record : records()) list.setThumbnail(record.key, drawing({50, 40}, 1));
  useScheme(theme::Scheme::Dark);
  QTRY_COMPARE(needed.count(), 10);
}

void RecordListTest::sourcesAreSwitched() {
  RecordList list;
  open(list);
  list.session().put({QStringLiteral("s"), QStringLiteral("opened now"), {}, 0, {}});
  auto* sources = list.findChild<SegmentedControl*>();
  QTest::mouseClick(sources->findChildren<QToolButton*>().at(1), Qt::LeftButton);
  QCOMPARE(list.source(), RecordList::Source::Session);
  QCOMPARE(view(list)->model()->rowCount(), 1);
  QTest::keyClick(sources->findChildren<QToolButton*>().at(1), Qt::Key_Left);
  QCOMPARE(list.source(), RecordList::Source::Library);
  list.setSource(RecordList::Source::Session);
  QCOMPARE(sources->current(), 1);
}

void RecordListTest::recordIsReplacedByItsKey() {
  RecordListModel model;
  QSignalSpy inserted(&model, &QAbstractItemModel::rowsInserted);
  model.put({QStringLiteral("k"), QStringLiteral("reading"), {}, 0, {}});
  model.put({QStringLiteral("k"), QStringLiteral("ethanol"), QStringLiteral("C2H6O"), 46.07, {}});
  QCOMPARE(inserted.count(), 1);
  QCOMPARE(model.rowCount(), 1);
  QCOMPARE(model.index(0).data().toString(), QStringLiteral("ethanol"));
  QCOMPARE(model.index(0).data(Qt::AccessibleTextRole).toString(),
           QStringLiteral("ethanol, C 2 H 6 O"));
  model.clear();
  QVERIFY(!model.indexOfKey(QStringLiteral("k")).isValid());
}

void RecordListTest::countIsTold_data() {
  QTest::addColumn<int>("count");
  QTest::addColumn<QString>("words");
  QTest::newRow("none") << 0 << "0 structures";
  QTest::newRow("one") << 1 << "1 structure";
  QTest::newRow("thousands") << 1234 << QLocale().toString(1234) + " structures";
}

void RecordListTest::countIsTold() {
  QFETCH(int, count);
  RecordList list;
  std::vector<Record> many;
  for (int index = 0; index < count; ++index)
    many.push_back({QString::number(index), QStringLiteral("structure"), {}, 0, {}});
  list.library().setRecords(many);
  QStringList texts;
  for (const QLabel* label : list.findChildren<QLabel*>()) texts += label->text();
  QFETCH(QString, words);
  QVERIFY2(texts.contains(words), qPrintable(texts.join(u'|')));
}

void RecordListTest::looks() {
  QFETCH(int, scheme);
  useScheme(static_cast<theme::Scheme>(scheme));
  RecordList list;
  open(list);
  for (const Record& record : records())
    if (record.key != QStringLiteral("5"))
      list.setThumbnail(record.key, drawing({50, 40}, list.devicePixelRatioF()));
  list.setCurrentRecord(QStringLiteral("1"));
  QTest::mouseMove(view(list)->viewport(), QPoint(60, 80));
  keepPicture(list, QStringLiteral("records"));
  list.setSource(RecordList::Source::Session);
  keepPicture(list, QStringLiteral("records-empty"));
  list.setSource(RecordList::Source::Library);
  QTest::keyClicks(edit(list), QStringLiteral("C1CC"));
  list.entry().setError(2, QStringLiteral("SMILES has an unclosed ring 1 at column 2."));
  keepPicture(list, QStringLiteral("records-error"));
}

QTEST_MAIN(RecordListTest)
#include "record_list_test.moc"
