#include "widgets/chat/chat_model.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTest>

#include "tests/widgets/chat/sample_conversation.h"
#include "widgets/chat/formula_spans.h"

using namespace molloquy::widgets;

class ChatModelTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void keepsTheOrderAndTheTexts() {
    ChatModel model;
    QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    const quint64 question =
        model.addUserTurn(QStringLiteral("Describe"), {testing::aspirinChip()});
    const quint64 answer =
        model.beginAnswer(QStringLiteral("starter"), QStringLiteral("saw 13 heavy atoms"));
    model.appendText(answer, QStringLiteral("It is "));
    model.appendText(answer, QStringLiteral("an ester."));
    model.finish(answer, TurnState::Finished, QStringLiteral("41 tok/s"));
    QCOMPARE(model.rowCount(), 2);
    QVERIFY(model.turnAt(0).fromUser);
    QCOMPARE(model.turnAt(0).chips.size(), 1u);
    QCOMPARE(model.turn(answer)->text, QStringLiteral("It is an ester."));
    QCOMPARE(model.turn(answer)->state, TurnState::Finished);
    QCOMPARE(*model.rowOf(question), 0);
    QCOMPARE(model.data(model.index(1), ChatModel::IdRole).toULongLong(), answer);
    QCOMPARE(model.data(model.index(1), Qt::AccessibleTextRole).toString(),
             QStringLiteral("starter: It is an ester."));
  }

  void appendingChangesOneRowOnly() {
    ChatModel model;
    testing::addAspirinExchange(model);
    const quint64 answer = testing::addStreamingExchange(model);
    QSignalSpy changed(&model, &ChatModel::dataChanged);
    model.appendText(answer, QStringLiteral(" turn"));
    QCOMPARE(changed.count(), 1);
    QCOMPARE(changed[0][0].toModelIndex(), model.index(3));
    QCOMPARE(changed[0][1].toModelIndex(), model.index(3));
    model.appendText(answer, {});
    QCOMPARE(changed.count(), 1);
  }

  void lateChangesOfAnEndedOrUnknownTurnAreIgnored() {
    ChatModel model;
    const quint64 answer = testing::addAspirinExchange(model);
    QSignalSpy changed(&model, &ChatModel::dataChanged);
    model.appendText(answer, QStringLiteral("late"));
    model.fail(answer, QStringLiteral("late"), {});
    model.finish(answer, TurnState::Stopped, {});
    model.appendText(answer + 100, QStringLiteral("unknown"));
    model.setLinks(answer + 100, {});
    model.setLinks(answer, testing::aspirinLinks());
    QCOMPARE(changed.count(), 0);
    QCOMPARE(model.turn(answer)->text, testing::aspirinAnswer());
    QVERIFY(!model.turn(answer + 100).has_value());
    model.clear();
    model.appendText(answer, QStringLiteral("late"));
    QCOMPARE(model.rowCount(), 0);
  }

  void idsAreNotUsedAgainAfterClear() {
    ChatModel model;
    const quint64 first = model.addUserTurn(QStringLiteral("a"), {});
    model.clear();
    QVERIFY(model.addUserTurn(QStringLiteral("b"), {}) > first);
  }

  void failureKeepsTheTextSoFar() {
    ChatModel model;
    const quint64 answer = testing::addStreamingExchange(model);
    QSignalSpy ended(&model, &ChatModel::turnEnded);
    const QString before = model.turn(answer)->text;
    model.fail(answer, QStringLiteral("Out of memory."), QStringLiteral("Try again"));
    QCOMPARE(model.turn(answer)->text, before);
    QCOMPARE(model.turn(answer)->state, TurnState::Failed);
    QCOMPARE(ended.count(), 1);
  }

  void aScreenReaderIsToldTheTurnAndItsVerdicts() {
    ChatModel model;
    const quint64 answer = testing::addAspirinExchange(model);
    const QModelIndex row = model.index(*model.rowOf(answer));
    QCOMPARE(row.data(Qt::AccessibleTextRole).toString(),
             QStringLiteral("molloquy-starter: ") + testing::aspirinAnswer());
    const QString details = row.data(Qt::AccessibleDescriptionRole).toString();
    QVERIFY(details.contains(QStringLiteral("180.16: agrees, 180.159")));
    QVERIFY(details.contains(QStringLiteral("three rotatable bonds: differs, 2, strict")));
    QVERIFY(details.contains(QStringLiteral("phrases that name atoms: 3")));
    const quint64 failed = model.beginAnswer(QStringLiteral("starter"), {});
    model.fail(failed, QStringLiteral("Out of memory."), {});
    QCOMPARE(model.index(2).data(Qt::AccessibleTextRole).toString(),
             QStringLiteral("starter:  (failed: Out of memory.)"));
  }

  void formulaCountsBecomeSubscripts_data() {
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("shown");
    QTest::addRow("a formula in a sentence")
        << "of C9H8O4, with" << QStringLiteral("of C\u2089H\u2088O\u2084, with");
    QTest::addRow("a formula in brackets")
        << "(C10H15N)" << QStringLiteral("(C\u2081\u2080H\u2081\u2085N)");
    QTest::addRow("an atom name stays") << "atom C10"
                                        << "atom C10";
    QTest::addRow("a word with a count stays") << "group A2"
                                               << "group A2";
    QTest::addRow("a SMILES stays") << "CC(=O)OC1=CC=CC=C1"
                                    << "CC(=O)OC1=CC=CC=C1";
    QTest::addRow("an InChI stays") << "InChI=1S/C9H8O4/c1-6"
                                    << "InChI=1S/C9H8O4/c1-6";
    QTest::addRow("elements without a count stay") << "NaCl and HCl"
                                                   << "NaCl and HCl";
    QTest::addRow("a count of nought is none") << "C0H4"
                                               << "C0H4";
    QTest::addRow("nothing") << ""
                             << "";
  }
  void formulaCountsBecomeSubscripts() {
    QFETCH(QString, text);
    QFETCH(QString, shown);
    QCOMPARE(withSubscripts(text), shown);
  }
};

QTEST_GUILESS_MAIN(ChatModelTest)
#include "chat_model_test.moc"
