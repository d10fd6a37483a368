#include "model/session/session_loader.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace molloquy;

/// The ways in which the library itself can be wrong; what it does is in torch_chat_session_test.
class SessionLoaderTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void wrongLibraryIsNamed_data() {
    QTest::addColumn<QString>("library");
    QTest::addColumn<int>("code");
    QTest::addColumn<QString>("named");
    const QString plugins = qEnvironmentVariable("MOLLOQUY_PLUGIN_DIR");
    QTest::newRow("no library") << "" << int(ErrorCode::NotFound)
                                << "libmolloquy_model.so is missing";
    QTest::newRow("a file that is no library")
        << QString(__FILE__) << int(ErrorCode::NotFound) << "cannot be opened";
    QTest::newRow("another library in its place")
        << plugins + "/libmolloquy_sentencepiece.so" << int(ErrorCode::Unsupported)
        << "not a model library";
    QTest::newRow("a library of another version")
        << plugins + "/test/libmolloquy_model_of_another_version.so" << int(ErrorCode::Unsupported)
        << "has version 0.0.0/0";
  }

  void wrongLibraryIsNamed() {
    QFETCH(QString, library);
    QFETCH(int, code);
    QFETCH(QString, named);
    QTemporaryDir folder;
    if (!library.isEmpty()) {
      QVERIFY2(QFile::copy(library, folder.filePath("libmolloquy_model.so")), qPrintable(library));
    }
    const QByteArray before = qgetenv("MOLLOQUY_PLUGIN_DIR");
    qputenv("MOLLOQUY_PLUGIN_DIR", folder.path().toUtf8());
    const auto session = session::openChatSession("/nowhere");
    qputenv("MOLLOQUY_PLUGIN_DIR", before);
    QVERIFY(!session);
    QCOMPARE(int(session.error().code), code);
    QVERIFY2(QString::fromStdString(session.error().message).contains(named),
             session.error().message.c_str());
  }
};

QTEST_APPLESS_MAIN(SessionLoaderTest)
#include "session_loader_test.moc"
