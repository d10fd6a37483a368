#include "app/bindings/conversation_bindings.h"

#include <QAction>
#include <QLocale>
#include <utility>

#include "app/controllers/answer_text.h"
#include "app/memory_use.h"
#include "widgets/chat/chat_panel.h"
#include "widgets/frame/menu_corner.h"
#include "widgets/frame/model_chip.h"
#include "widgets/frame/status_bar.h"
#include "widgets/library/record_list.h"

namespace molloquy::app {
namespace {

constexpr int kMemoryIntervalMs = 2000;

QString deviceText(const session::ModelInfo& model) {
  return QString::fromStdString(model.device + " · " + model.numberType);
}

QString whatIsNotSeen() {
  return ConversationBindings::tr(
      "It is a plain language model: it reads the SMILES and computed facts, and does not see the "
      "3D structure.");
}

/// What an empty conversation says of the model that will answer.
QString emptyHint(const session::ModelInfo& model) {
  const QString name = QString::fromStdString(model.name);
  if (!model.hasMolecule) {
    return ConversationBindings::tr("%1 answers.").arg(name) + u' ' + whatIsNotSeen();
  }
  return ConversationBindings::tr(
             "%1 answers; it sees the 3D structure. Phrases that name atoms light them up in the "
             "picture.")
      .arg(name);
}

}  // namespace

ConversationBindings::ConversationBindings(const BoundParts& parts, std::function<void()> loadModel)
    : m_parts(parts), m_loadModel(std::move(loadModel)) {
  bindPanel();
  bindModel();
  bindLinks();
  bindTour();
  connect(&m_memoryTimer, &QTimer::timeout, this, &ConversationBindings::showMemory);
  m_memoryTimer.start(kMemoryIntervalMs);
  showMemory();
  showModelState();
  m_parts.window.status().setNetworkRequests(0);
}

void ConversationBindings::bindPanel() {
  widgets::ChatPanel& panel = m_parts.window.chat();
  ChatController& chat = m_parts.chat;
  panel.setTitle(tr("New conversation"));
  connect(&panel, &widgets::ChatPanel::questionAsked, &chat, &ChatController::ask);
  connect(&panel, &widgets::ChatPanel::stopRequested, &chat, &ChatController::stop);
  connect(&panel, &widgets::ChatPanel::regenerateRequested, &chat, &ChatController::regenerate);
  connect(&panel, &widgets::ChatPanel::failureActionTriggered, &chat, &ChatController::regenerate);
  connect(&panel, &widgets::ChatPanel::newConversationRequested, this, [this] {
    m_parts.pins.clear();
    m_parts.chat.clear();
    m_parts.window.chat().setTitle(tr("New conversation"));
  });
  connect(&panel, &widgets::ChatPanel::structureChipClicked, this,
          &ConversationBindings::showStructureOf);
  connect(&chat, &ChatController::generatingChanged, this, &ConversationBindings::showGenerating);
  connect(&m_parts.document, &MoleculeDocument::moleculeChanged, this,
          &ConversationBindings::showPromptState);
  connect(&m_parts.document, &MoleculeDocument::conformerChanged, this,
          &ConversationBindings::showPromptState);
  connect(&m_parts.document, &MoleculeDocument::editedChanged, this,
          &ConversationBindings::showPromptState);
}

void ConversationBindings::bindModel() {
  ChatController& chat = m_parts.chat;
  connect(&chat, &ChatController::modelStateChanged, this, &ConversationBindings::showModelState);
  connect(&chat, &ChatController::modelLoadProgressed, this,
          [this](double share) { m_parts.window.menuCorner().modelChip().setProgress(share); });
}

void ConversationBindings::bindLinks() {
  widgets::ChatPanel& panel = m_parts.window.chat();
  connect(&panel, &widgets::ChatPanel::phraseActivated, this,
          [this](quint64 turn, int link, Qt::KeyboardModifiers modifiers) {
            m_parts.links.activatePhrase(turn, recordOf(turn, link), modifiers);
          });
  connect(&panel, &widgets::ChatPanel::phraseHovered, this, [this](quint64 turn, int link) {
    m_parts.links.hoverPhrase(turn, link < 0 ? -1 : recordOf(turn, link));
  });
  connect(&m_parts.selection, &widgets::AtomSelectionModel::selectionChanged, this, [this] {
    showFocusedAtoms();
    m_atomClicked = m_atomClicked || !m_parts.selection.isEmpty();
    showTour();
  });
}

void ConversationBindings::showFocusedAtoms() {
  // Atom numbers mean something only in answers about the structure that is on the bench.
  std::vector<quint64> turns;
  for (int row = 0; row < m_parts.chatModel.rowCount(); ++row) {
    const quint64 turn = m_parts.chatModel.turnAt(row).id;
    const AnswerContext* context = m_parts.chat.answer(turn);
    if (context && context->structure.molecule == m_parts.document.snapshot().molecule) {
      turns.push_back(turn);
    }
  }
  m_parts.window.chat().setFocusedAtoms(m_parts.selection.atoms(), std::move(turns));
}

int ConversationBindings::recordOf(quint64 turn, int link) const {
  const auto shown = m_parts.chatModel.turn(turn);
  if (!shown || link < 0 || link >= static_cast<int>(shown->links.size())) return -1;
  return shown->links[static_cast<std::size_t>(link)].record;
}

void ConversationBindings::showPromptState() {
  widgets::ChatPanel& panel = m_parts.window.chat();
  const bool open = !m_parts.document.isEmpty();
  panel.setStructureChip(open ? std::optional(structureChip(m_parts.document.snapshot()))
                              : std::nullopt);
  using widgets::PromptState;
  switch (m_parts.chat.modelState()) {
    case ModelState::None:  // before the first frame; loading follows at once
    case ModelState::Loading:
      panel.setPromptState(PromptState::Loading, tr("The model is loading"));
      break;
    case ModelState::Failed:
      panel.setPromptState(PromptState::NoModel, tr("The model could not be loaded"));
      break;
    case ModelState::Ejected:
      panel.setPromptState(PromptState::NoModel, tr("No model is loaded"));
      break;
    case ModelState::Ready:
      panel.setPromptState(open ? PromptState::Ready : PromptState::NoStructure,
                           open && !m_parts.chat.modelInfo().hasMolecule
                               ? tr("Ask; the model reads the SMILES, it does not see the shape")
                           : open ? tr("Ask about this structure")
                                  : tr("Open a molecule to ask about it"));
      break;
  }
  const bool canDescribe =
      open && m_parts.chat.modelState() == ModelState::Ready && !m_parts.chat.isGenerating();
  m_parts.window.actions().describe->setEnabled(canDescribe);
  showTour();
}

void ConversationBindings::showModelState() {
  widgets::ModelChip& chip = m_parts.window.menuCorner().modelChip();
  widgets::StatusBar& status = m_parts.window.status();
  const session::ModelInfo& model = m_parts.chat.modelInfo();
  using State = widgets::ModelChip::State;
  switch (m_parts.chat.modelState()) {
    case ModelState::None:
      chip.setState(State::None);
      break;
    case ModelState::Ejected:
      chip.setState(State::None);
      status.setDevice(tr("No model"));
      status.setContext(0, 0);
      break;
    case ModelState::Loading:
      chip.setState(State::Loading);
      status.setDevice(tr("Loading the model"));
      break;
    case ModelState::Failed: {
      const QString why = QString::fromStdString(m_parts.chat.modelError()->toString());
      chip.setState(State::Failed, why);
      status.setDevice(tr("No model"));
      break;
    }
    case ModelState::Ready:
      chip.setModel(QString::fromStdString(model.name), deviceText(model));
      chip.setState(State::Ready);
      status.setDevice(deviceText(model));
      status.setContext(0, model.contextLength);
      status.setTokensPerSecond(std::nullopt);
      m_parts.window.chat().setEmptyHint(emptyHint(model));
      break;
  }
  m_parts.window.actions().ejectModel->setEnabled(m_parts.chat.modelState() == ModelState::Ready);
  m_parts.window.actions().aboutModel->setEnabled(m_parts.chat.modelState() == ModelState::Ready ||
                                                  m_parts.chat.modelState() == ModelState::Failed);
  showPromptState();
}

void ConversationBindings::showGenerating(bool generating) {
  m_parts.window.chat().setGenerating(generating);
  m_parts.window.actions().stop->setEnabled(generating);
  if (generating) {
    if (m_parts.chatModel.rowCount() <= 2) {
      m_parts.window.chat().setTitle(m_parts.document.snapshot().title);
    }
  } else if (const auto& stats = m_parts.chat.lastStats()) {
    m_described = true;
    m_parts.window.status().setContext(stats->promptTokens + stats->newTokens,
                                       m_parts.chat.modelInfo().contextLength);
    m_parts.window.chat().setSeed(stats->seed);
  }
  if (generating) {
    m_parts.window.status().setTokensPerSecond(0.0);
  } else {
    m_parts.window.status().setTokensPerSecond(std::nullopt);
  }
  showPromptState();
}

void ConversationBindings::bindTour() {
  connect(
      &m_parts.window.chat(), &widgets::ChatPanel::welcomeActionTriggered, this,
      [this](const QString& id) {
        if (id == QLatin1String("skip")) {
          m_parts.settings.setTourDone();
        } else if (const QString aspirin = m_parts.records.keyOfTitle(QStringLiteral("aspirin"));
                   !aspirin.isEmpty()) {
          Q_EMIT m_parts.window.records().recordActivated(aspirin);
        }
        showTour();
      });
}

void ConversationBindings::showTour() {
  widgets::WelcomeState state;
  const bool ready = m_parts.chat.modelState() == ModelState::Ready;
  const bool open = !m_parts.document.isEmpty();
  if (!m_parts.settings.tourDone() && m_parts.chatModel.rowCount() == 0) {
    const session::ModelInfo& model = m_parts.chat.modelInfo();
    state.title = ready ? tr("Your model is ready") : tr("Your model is loading");
    state.detail = ready ? tr("%1 runs on this computer (%2).")
                               .arg(QString::fromStdString(model.name), deviceText(model))
                         : tr("It runs on this computer; nothing is sent anywhere.");
    if (ready && !model.hasMolecule) state.detail += u' ' + whatIsNotSeen();
    if (m_parts.chat.modelState() == ModelState::Ejected) {
      state.title = tr("No model is loaded");
      state.detail = tr("Load one from the list of models.");
    }
    if (m_parts.chat.modelState() == ModelState::Failed) {
      state.title = tr("The model could not be loaded");
      state.detail = QString::fromStdString(m_parts.chat.modelError()->toString());
    }
    const QLocale locale;
    state.steps = {
        {tr("Load the model"),
         ready ? tr("Done in %1 s").arg(locale.toString(m_parts.chat.loadSeconds(), 'f', 1))
               : QString(),
         ready},
        {tr("Open a molecule"), tr("Aspirin is a good first one."), open},
        {tr("Ask for a description"), tr("Underlined phrases light up their atoms in 3D."),
         m_described},
        {tr("Click an atom"), tr("The phrases about it light up in the answer."), m_atomClicked}};
    state.primaryLabel = open ? QString() : tr("Start with aspirin");
    if (m_described && m_atomClicked) m_parts.settings.setTourDone();
  }
  m_parts.window.chat().setWelcome(state);
}

void ConversationBindings::showMemory() {
  const MemoryUse memory = memoryUse();
  m_parts.window.status().setMemory(memory.process, memory.machine);
}

void ConversationBindings::showStructureOf(quint64 turn) {
  // The chip stands on the question; the answer after it knows the structure.
  const auto row = m_parts.chatModel.rowOf(turn);
  if (!row || *row + 1 >= m_parts.chatModel.rowCount()) return;
  if (const AnswerContext* context = m_parts.chat.answer(m_parts.chatModel.turnAt(*row + 1).id)) {
    m_parts.document.restore(context->structure);
  }
}

}  // namespace molloquy::app
