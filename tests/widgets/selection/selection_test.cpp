#include <QSignalSpy>
#include <QTest>

#include "widgets/selection/atom_selection_model.h"
#include "widgets/selection/pin_model.h"

using molloquy::AtomIndex;
using molloquy::widgets::AtomSelectionModel;
using molloquy::widgets::PinModel;
using Origin = AtomSelectionModel::Origin;

namespace {

std::vector<AtomIndex> atoms(std::initializer_list<int> values) {
  std::vector<AtomIndex> result;
  for (int value : values) result.emplace_back(static_cast<std::uint32_t>(value));
  return result;
}

}  // namespace

class SelectionTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void selectingSortsAndDropsRepeats() {
    AtomSelectionModel model;
    model.select(atoms({4, 1, 4}), Origin::Phrase);
    QVERIFY(model.atoms() == atoms({1, 4}));
    QVERIFY(model.contains(AtomIndex(4)));
    QVERIFY(!model.contains(AtomIndex(2)));
  }

  void everyChangeIsToldOnceWithItsOrigin() {
    AtomSelectionModel model;
    QSignalSpy spy(&model, &AtomSelectionModel::selectionChanged);
    model.select(atoms({1}), Origin::Viewport);
    model.select(atoms({1}), Origin::Phrase);  // the same set: nothing to tell
    QCOMPARE(spy.count(), 1);
    QCOMPARE(spy.at(0).at(0).value<Origin>(), Origin::Viewport);
    model.clear(Origin::Table);
    model.clear(Origin::Table);
    QCOMPARE(spy.count(), 2);
  }

  void addRemoveToggle() {
    AtomSelectionModel model;
    model.add(atoms({3, 1}), Origin::Viewport);
    model.add(atoms({2}), Origin::Viewport);
    QVERIFY(model.atoms() == atoms({1, 2, 3}));
    model.remove(atoms({1, 9}), Origin::Viewport);
    QVERIFY(model.atoms() == atoms({2, 3}));
    model.toggle(AtomIndex(2), Origin::Viewport);
    model.toggle(AtomIndex(7), Origin::Viewport);
    QVERIFY(model.atoms() == atoms({3, 7}));
  }

  void pinsTakeTheNextFreeLetter() {
    PinModel pins;
    QSignalSpy spy(&pins, &PinModel::pinsChanged);
    QCOMPARE(pins.pin("acetyl group", atoms({2, 0, 1}), 7, 0), 0);
    QCOMPARE(pins.pin("carboxylic acid", atoms({10}), 7, 1), 1);
    QCOMPARE(pins.pin("benzene ring", atoms({4}), 7, 2), 2);
    QCOMPARE(spy.count(), 3);
    pins.unpin(1);
    QVERIFY(!pins.slotOf(7, 1));
    QCOMPARE(pins.pin("ester", atoms({3}), 7, 3), 1);
    QCOMPARE(pins.pins().size(), std::size_t(3));
    QCOMPARE(pins.pins()[1].label, QString("ester"));
    QVERIFY(pins.pins()[0].atoms == atoms({0, 1, 2}));
  }

  void pinningTheSamePhraseAgainKeepsItsLetter() {
    PinModel pins;
    pins.pin("a", atoms({0}), 1, 0);
    QCOMPARE(pins.pin("b", atoms({0}), 1, 1), 1);
    QCOMPARE(pins.pin("b", atoms({0}), 1, 1), 1);
    QCOMPARE(pins.pins().size(), std::size_t(2));
  }

  void theNinthPinTakesAOver() {
    PinModel pins;
    for (int record = 0; record < 8; ++record) QCOMPARE(pins.pin("x", {}, 1, record), record);
    QCOMPARE(pins.pin("ninth", atoms({5}), 1, 8), 0);
    QCOMPARE(pins.pins().size(), std::size_t(8));
    QCOMPARE(pins.pins().front().label, QString("ninth"));
    QVERIFY(!pins.slotOf(1, 0));
  }

  void unpinningAnEmptySlotSaysNothing() {
    PinModel pins;
    QSignalSpy spy(&pins, &PinModel::pinsChanged);
    pins.unpin(3);
    pins.clear();
    QCOMPARE(spy.count(), 0);
  }
};

QTEST_GUILESS_MAIN(SelectionTest)
#include "selection_test.moc"
