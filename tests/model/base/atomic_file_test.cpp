#include "model/base/atomic_file.h"

#include <fcntl.h>
#include <sys/fsuid.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <QTemporaryDir>
#include <QTest>
#include <array>
#include <csignal>

using namespace molloquy;
namespace fs = std::filesystem;

namespace {

/// Lets no file of the process grow beyond a size, as a full disk would, until it goes out of
/// scope.
class FullDisk {
 public:
  explicit FullDisk(rlim_t bytes) {
    std::signal(SIGXFSZ, SIG_IGN);
    ::getrlimit(RLIMIT_FSIZE, &m_before);
    const rlimit limit{bytes, m_before.rlim_max};
    ::setrlimit(RLIMIT_FSIZE, &limit);
  }
  ~FullDisk() { ::setrlimit(RLIMIT_FSIZE, &m_before); }
  FullDisk(const FullDisk&) = delete;
  FullDisk& operator=(const FullDisk&) = delete;

 private:
  rlimit m_before{};
};

}  // namespace

class AtomicFileTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void init() { m_folder = std::make_unique<QTemporaryDir>(); }

  void whatIsWrittenIsRead_data() {
    QTest::addColumn<QByteArray>("bytes");
    QTest::newRow("nothing") << QByteArray("");
    QTest::newRow("a line") << QByteArray("one line\n");
    QTest::newRow("zeros and high bytes") << QByteArray("\0\xFF\0", 3);
    QTest::newRow("more than one buffer") << QByteArray(200'000, 'x');
  }

  void whatIsWrittenIsRead() {
    QFETCH(QByteArray, bytes);
    QVERIFY(writeFileAtomically(path("file"), bytes.toStdString()).has_value());
    const auto read = readFile(path("file"));
    QVERIFY(read.has_value());
    QCOMPARE(*read, bytes.toStdString());
    QCOMPARE(names(), QStringList{"file"});
  }

  void partsAreWrittenOneAfterTheOther() {
    const std::array<std::string_view, 3> parts{"ab", "", "cd"};
    QVERIFY(writeFileAtomically(path("file"), parts).has_value());
    QCOMPARE(readFile(path("file")).value(), std::string("abcd"));
  }

  void theOldFileIsReplaced() {
    QVERIFY(writeFileAtomically(path("file"), "old and longer").has_value());
    QVERIFY(writeFileAtomically(path("file"), "new").has_value());
    QCOMPARE(readFile(path("file")).value(), std::string("new"));
  }

  void aFullDiskLeavesTheOldFile() {
    QVERIFY(writeFileAtomically(path("file"), "old").has_value());
    Result<void> written;
    {
      const FullDisk full(1024);
      written = writeFileAtomically(path("file"), std::string(5000, 'x'));
    }
    QVERIFY(!written);
    QCOMPARE(written.error().code, ErrorCode::Internal);
    QVERIFY2(written.error().message.starts_with("Cannot write " + path("file").string()),
             written.error().message.c_str());
    QVERIFY(written.error().message.find("old file is unchanged") != std::string::npos);
    QCOMPARE(readFile(path("file")).value(), std::string("old"));
    QCOMPARE(names(), QStringList{"file"});
  }

  void aFolderInThePlaceOfTheFileIsNamed() {
    fs::create_directory(path("file"));
    const auto written = writeFileAtomically(path("file"), "text");
    QVERIFY(!written);
    QCOMPARE(written.error().code, ErrorCode::Internal);
    QVERIFY(written.error().message.starts_with("Cannot replace "));
    QCOMPARE(names(), QStringList{"file"});
  }

  void aMissingFolderIsNamed() {
    const auto written = writeFileAtomically(path("no/such/file"), "text");
    QVERIFY(!written);
    QCOMPARE(written.error().code, ErrorCode::NotFound);
    QVERIFY(written.error().message.find(path("no/such").string()) != std::string::npos);
  }

  void aFolderThatIsReadOnlyIsNamed() {
    const fs::path folder = m_folder->path().toStdString();
    fs::permissions(folder, fs::perms::owner_read | fs::perms::owner_exec);
    // Root may write anywhere, so the file is written with nobody's rights; others stay themselves.
    constexpr uid_t kNobody = 65534;
    const int before = ::setfsuid(kNobody);
    const auto written = writeFileAtomically(path("file"), "text");
    ::setfsuid(static_cast<uid_t>(before));
    fs::permissions(folder, fs::perms::owner_all);
    QVERIFY(!written);
    QCOMPARE(written.error().code, ErrorCode::Internal);
    QVERIFY2(written.error().message.find("Permission denied") != std::string::npos,
             written.error().message.c_str());
    QVERIFY(names().isEmpty());
  }

  void unreadableThingsAreNamed_data() {
    QTest::addColumn<QString>("name");
    QTest::addColumn<qulonglong>("limit");
    QTest::addColumn<int>("code");
    QTest::addColumn<QString>("named");
    QTest::newRow("a file that is not there")
        << "missing" << 100ULL << int(ErrorCode::NotFound) << "There is no file";
    QTest::newRow("a folder") << "folder" << 100ULL << int(ErrorCode::InvalidInput)
                              << "is a folder";
    QTest::newRow("a file beyond the limit")
        << "file" << 9ULL << int(ErrorCode::InvalidInput) << "limit of 9 bytes";
    QTest::newRow("a path through a file")
        << "file/inside" << 100ULL << int(ErrorCode::NotFound) << "There is no file";
  }

  void unreadableThingsAreNamed() {
    QFETCH(QString, name);
    QFETCH(qulonglong, limit);
    QFETCH(int, code);
    QFETCH(QString, named);
    QVERIFY(writeFileAtomically(path("file"), "ten bytes.").has_value());
    fs::create_directory(path("folder"));
    const auto read = readFile(path(qPrintable(name)), limit);
    QVERIFY(!read);
    QCOMPARE(int(read.error().code), code);
    QVERIFY2(QString::fromStdString(read.error().message).contains(named),
             read.error().message.c_str());
  }

  void aFileAtTheLimitIsRead() {
    QVERIFY(writeFileAtomically(path("file"), "ten bytes.").has_value());
    QCOMPARE(readFile(path("file"), 10).value(), std::string("ten bytes."));
  }

  void aPipeIsWrittenToAndStays() {
    const fs::path pipe = path("pipe");
    QCOMPARE(::mkfifo(pipe.c_str(), 0600), 0);
    // Opened both ways, so that the writer does not wait for a reader.
    const int reader = ::open(pipe.c_str(), O_RDWR | O_NONBLOCK);
    QVERIFY(reader >= 0);
    QVERIFY(writeFileAtomically(pipe, "through the pipe").has_value());
    char taken[32] = {};
    QCOMPARE(::read(reader, taken, sizeof taken), ssize_t{16});
    ::close(reader);
    QCOMPARE(std::string(taken), std::string("through the pipe"));
    QVERIFY(fs::is_fifo(pipe));
    QCOMPARE(std::distance(fs::directory_iterator(pipe.parent_path()), {}), std::ptrdiff_t{1});
  }

 private:
  [[nodiscard]] fs::path path(const char* name) const {
    return m_folder->filePath(name).toStdString();
  }
  [[nodiscard]] QStringList names() const {
    return QDir(m_folder->path()).entryList(QDir::AllEntries | QDir::Hidden | QDir::NoDotAndDotDot);
  }

  std::unique_ptr<QTemporaryDir> m_folder;
};

QTEST_APPLESS_MAIN(AtomicFileTest)
#include "atomic_file_test.moc"
