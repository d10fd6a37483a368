#include <QTest>

#include "model/recipes/training_job.h"

using namespace molloquy;
using namespace molloquy::recipes;

class WorldTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void init() {
    for (const char* name : {"RANK", "WORLD_SIZE", "LOCAL_RANK", "MASTER_ADDR", "MASTER_PORT"}) {
      qunsetenv(name);
    }
  }

  void withoutVariablesThereIsOneProcess() {
    const auto world = worldFromEnvironment();
    QVERIFY(world.has_value());
    QCOMPARE(world->size, 1);
    QCOMPARE(world->rank, 0);
  }

  void variablesOfTheLauncherAreRead() {
    qputenv("WORLD_SIZE", "4");
    qputenv("RANK", "3");
    qputenv("LOCAL_RANK", "1");
    qputenv("MASTER_ADDR", "10.0.0.7");
    qputenv("MASTER_PORT", "12345");
    const auto world = worldFromEnvironment();
    QVERIFY(world.has_value());
    QCOMPARE(world->size, 4);
    QCOMPARE(world->rank, 3);
    QCOMPARE(world->localRank, 1);
    QCOMPARE(world->address, std::string("10.0.0.7"));
    QCOMPARE(world->port, 12345);
  }

  void wrongVariablesAreNamed_data() {
    QTest::addColumn<QByteArray>("name");
    QTest::addColumn<QByteArray>("value");
    QTest::newRow("a size that is no number") << QByteArray("WORLD_SIZE") << QByteArray("two");
    QTest::newRow("a size of nothing") << QByteArray("WORLD_SIZE") << QByteArray("0");
    QTest::newRow("a rank outside the world") << QByteArray("RANK") << QByteArray("2");
    QTest::newRow("a rank below it") << QByteArray("RANK") << QByteArray("-1");
    QTest::newRow("a port with a unit") << QByteArray("MASTER_PORT") << QByteArray("80tcp");
    QTest::newRow("a port too large") << QByteArray("MASTER_PORT") << QByteArray("70000");
  }

  void wrongVariablesAreNamed() {
    QFETCH(QByteArray, name);
    QFETCH(QByteArray, value);
    qputenv("WORLD_SIZE", "2");
    qputenv("RANK", "1");
    qputenv(name.constData(), value);
    const auto world = worldFromEnvironment();
    QVERIFY(!world.has_value());
    QVERIFY(world.error().message.find(name.toStdString()) != std::string::npos);
    QVERIFY(world.error().message.find(value.toStdString()) != std::string::npos);
  }

  void severalProcessesNeedARank() {
    qputenv("WORLD_SIZE", "2");
    const auto world = worldFromEnvironment();
    QVERIFY(!world.has_value());
    QVERIFY(world.error().message.find("RANK") != std::string::npos);
  }
};

QTEST_APPLESS_MAIN(WorldTest)
#include "world_test.moc"
