// The model manager in a real window: open it by the chip, load another model, watch one fail,
// eject, make a smaller copy; the conversation goes on with whatever is loaded.
#include <QAction>
#include <QApplication>
#include <QDir>
#include <QElapsedTimer>
#include <QListView>
#include <QPushButton>
#include <QTemporaryDir>
#include <QTest>
#include <atomic>

#include "app/application.h"
#include "app/bindings/models_bindings.h"
#include "model/base/program_paths.h"
#include "tests/app/app_fixture.h"
#include "tests/app/model_session_double.h"
#include "widgets/chat/chat_panel.h"
#include "widgets/frame/banner.h"
#include "widgets/frame/menu_corner.h"
#include "widgets/frame/model_chip.h"
#include "widgets/models/assemble_dialog.h"
#include "widgets/models/model_detail_pane.h"
#include "widgets/models/model_manager.h"
#include "widgets/models/path_field.h"
#include "widgets/theme/tokens.h"

using namespace molloquy;
using namespace molloquy::app;
namespace fs = std::filesystem;

class ModelsStoryTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void initTestCase() { prepareApplicationTest(); }

  void init() {
    m_home = std::make_unique<QTemporaryDir>();
    Settings settings;
    settings.setModelsHome((home() / "models"));
    settings.setModelFolders({});
    settings.setHiddenModels({});
    m_starter = *resourceFolder() / "models" / "starter";
    for (const char* name : {"models/3d-molm-generalist", "models/half-downloaded"}) {
      fs::create_directories((home() / name).parent_path());
      fs::copy(m_starter, home() / name, fs::copy_options::recursive);
    }
    fs::resize_file(home() / "models/half-downloaded/model.safetensors", 1000);
    m_model = std::make_unique<ScriptedModel>();
    m_model->openWith([this](const fs::path& folder, const session::OpenOptions& options) {
      return openSession(folder, options);
    });
  }

  void theManagerLoadsFailsAndEjects() {
    ApplicationOptions options = m_model->options("CC(=O)Oc1ccccc1C(=O)O");
    options.modelFolder = m_starter;
    Application application(std::move(options));
    widgets::ModelManager& manager = open(application);
    QTRY_COMPARE(manager.list().model()->rowCount(), 3);
    QTRY_VERIFY(!manager.detail().detail().facts.empty());
    QCOMPARE(manager.selectedFolder(), QString::fromStdString(m_starter.string()));
    QVERIFY(manager.detail().detail().reload);
    pictures(manager, "models-loaded");

    // Another model takes the place of the first.
    const QString other = choose(manager, "3d-molm-generalist");
    QTest::mouseClick(&manager.detail().loadButton(), Qt::LeftButton);
    QTRY_COMPARE(application.chat().modelInfo().name, std::string("3d-molm-generalist"));
    QTRY_VERIFY(manager.detail().ejectButton().isEnabled());

    // A broken one says why and has no button.
    choose(manager, "half-downloaded");
    QTRY_VERIFY(manager.detail().banner().isVisible());
    QVERIFY(manager.detail().banner().sentence().contains("model.safetensors"));
    QVERIFY(!manager.detail().loadButton().isEnabled());
    pictures(manager, "models-broken");

    // One that fails leaves the other usable.
    m_fails = true;
    choose(manager, "starter");
    QTest::mouseClick(&manager.detail().loadButton(), Qt::LeftButton);
    QTRY_VERIFY(manager.detail().banner().sentence().contains("still loaded"));
    QCOMPARE(application.chat().modelState(), ModelState::Ready);
    QCOMPARE(application.chat().modelInfo().name, std::string("3d-molm-generalist"));
    pictures(manager, "models-kept");

    // Eject.
    manager.select(other);
    QTRY_VERIFY(manager.detail().ejectButton().isEnabled());
    QTest::mouseClick(&manager.detail().ejectButton(), Qt::LeftButton);
    QTRY_COMPARE(application.chat().modelState(), ModelState::Ejected);
    QCOMPARE(application.window().menuCorner().modelChip().state(),
             widgets::ModelChip::State::None);
    keepPicture(application.window(), "models-ejected");
  }

  void aSmallerCopyIsMadeWithoutHoldingTheWindowUp() {
    ApplicationOptions options = m_model->options("CCO");
    options.modelFolder = m_starter;
    Application application(std::move(options));
    widgets::ModelManager& manager = open(application);
    QTRY_COMPARE(manager.list().model()->rowCount(), 3);
    application.models().quantize(widgets::ModelChoices::Precision::Int4,
                                  home() / "models" / "starter-int4");
    QTRY_VERIFY(!application.models().job());
    const QString sentence = application.models().notice().sentence;
    QVERIFY2(sentence.contains("instead of"), qPrintable(sentence));
    QTRY_COMPARE(manager.list().model()->rowCount(), 4);
    QTRY_VERIFY(manager.selectedFolder().endsWith("starter-int4"));
    QVERIFY(manager.detail().banner().sentence().contains("instead of"));
    pictures(manager, "models-quantised");
  }

  void theAssemblyLooksAtFilesWhileTheyAreChosen() {
    ApplicationOptions options = m_model->options("CCO");
    options.modelFolder = m_starter;
    Application application(std::move(options));
    open(application);
    widgets::AssembleDialog* dialog = application.modelsBindings().openAssemble();
    QTRY_VERIFY(dialog->isVisible());
    widgets::PathField& field = dialog->field(widgets::AssemblePath::LanguageModel);
    field.setPath(QString::fromStdString(m_starter.string()));
    QTRY_VERIFY(field.sentence().contains("already"));
    QTRY_VERIFY(dialog->field(widgets::AssemblePath::Output).isGood());
    QVERIFY(!dialog->assembleButton().isEnabled());
    pictures(*dialog, "models-assemble");
  }

  void aPlainModelSaysWhatItDoesNotSee() {
    m_seesStructures = false;
    ApplicationOptions options = m_model->options("CCO");
    options.modelFolder = m_starter;
    Application application(std::move(options));
    application.start();
    MainWindow& window = application.window();
    window.resize(1440, 900);
    QVERIFY(QTest::qWaitForWindowExposed(&window));
    QTRY_COMPARE(application.chat().modelState(), ModelState::Ready);
    QTRY_VERIFY(!application.document().isEmpty());
    window.actions().describe->trigger();
    QTRY_VERIFY(!application.chat().isGenerating());
    const widgets::Turn answer = application.chatModel().turnAt(1);
    QVERIFY2(answer.seen.contains("SMILES"), qPrintable(answer.seen));
    QCOMPARE(answer.state, widgets::TurnState::Finished);
    keepPicture(window, "models-plain");
  }

 private:
  Result<std::unique_ptr<session::ChatSession>> openSession(const fs::path& folder,
                                                            const session::OpenOptions& options) {
    if (m_fails.exchange(false)) {
      return fail(ErrorCode::Corrupt,
                  "The tensor llm_proj.weight has the shape [192, 768], expected [4096, 768].");
    }
    session::ModelInfo info = infoOf(folder, options);
    info.hasMolecule = m_seesStructures;
    info.canConverse = !m_seesStructures;
    return std::make_unique<ModelSessionDouble>(info, session::scriptFromText("It is an acid."));
  }

  [[nodiscard]] fs::path home() const { return m_home->path().toStdString(); }

  static widgets::ModelManager& open(Application& application) {
    application.start();
    MainWindow& window = application.window();
    window.resize(1440, 900);
    [&] {
      QVERIFY(QTest::qWaitForWindowExposed(&window));
      QTRY_COMPARE(application.chat().modelState(), ModelState::Ready);
      QTest::mouseClick(&window.menuCorner().modelChip(), Qt::LeftButton);
      QVERIFY(application.modelsBindings().manager());
    }();
    return *application.modelsBindings().manager();
  }

  /// Chooses the row whose folder has that name.
  static QString choose(widgets::ModelManager& manager, const QString& name) {
    const QAbstractItemModel& rows = *manager.list().model();
    for (int row = 0; row < rows.rowCount(); ++row) {
      const QString folder = rows.index(row, 0).data(Qt::ToolTipRole).toString();
      if (QDir(folder).dirName() != name) continue;
      manager.select(folder);
      [&] {
        QTRY_COMPARE(manager.detail().detail().folder, folder);
        QTRY_VERIFY(!manager.detail().detail().facts.empty());
      }();
      return folder;
    }
    return {};
  }

  static void pictures(QWidget& window, const QString& name) {
    keepPicture(window, name);
    QApplication::setPalette(theme::makePalette(theme::Scheme::Dark));
    keepPicture(window, name + QStringLiteral("-dark"));
    QApplication::setPalette(theme::makePalette(theme::Scheme::Light));
  }

  std::unique_ptr<QTemporaryDir> m_home;
  std::unique_ptr<ScriptedModel> m_model;
  fs::path m_starter;
  std::atomic<bool> m_fails = false;
  std::atomic<bool> m_seesStructures = true;
};

QTEST_MAIN(ModelsStoryTest)
#include "models_story_test.moc"
