#include "app/controllers/model_words.h"

#include <QCoreApplication>
#include <QLocale>
#include <QStringList>

namespace molloquy::app {
namespace {

QString tr(const char* text) { return QCoreApplication::translate("molloquy::app", text); }
QString shown(const std::string& text) { return QString::fromStdString(text); }
QString sizeOf(std::uint64_t bytes) { return shown(session::sizeText(bytes)); }

}  // namespace

QString shownPath(const std::filesystem::path& path) { return shown(path.string()); }

widgets::ModelRow rowOf(const session::ModelEntry& entry, widgets::ModelRowState state) {
  widgets::ModelRow row;
  row.folder = shownPath(entry.folder);
  row.name = shown(entry.name);
  row.state = entry.problem ? widgets::ModelRowState::Broken : state;
  if (entry.problem) {
    row.summary = row.folder;
    return row;
  }
  QStringList parts;
  if (!entry.family.empty()) parts << shown(entry.family);
  parts << shown(countText(entry.parameters));
  if (!entry.numberTypes.empty()) parts << shown(entry.numberTypes);
  parts << sizeOf(entry.bytesOnDisk);
  row.summary = parts.join(QStringLiteral(" · "));
  return row;
}

widgets::ModelMemory memoryOf(const ModelDescribed& described) {
  widgets::ModelMemory memory;
  memory.machine = described.machineBytes;
  if (!described.memory) return memory;
  const session::MemoryEstimate& estimate = *described.memory;
  memory.needed = estimate.total();
  memory.available = estimate.available;
  QStringList parts{tr("weights %1").arg(sizeOf(estimate.weights)),
                    tr("prompt cache %1").arg(sizeOf(estimate.cache))};
  if (estimate.encoder > 0) parts << tr("3D part %1").arg(sizeOf(estimate.encoder));
  parts << tr("work %1").arg(sizeOf(estimate.workspace));
  memory.parts = tr("In %1: %2")
                     .arg(shown(std::string(session::precisionName(estimate.precision))),
                          parts.join(QStringLiteral(", ")));
  return memory;
}

std::vector<std::pair<QString, QString>> detailFacts(const ModelDescribed& described,
                                                     const session::ModelInfo* loaded) {
  std::vector<std::pair<QString, QString>> rows;
  if (loaded) {
    rows.emplace_back(tr("Runs on"), shown(loaded->device + ", " + loaded->numberType));
    if (!loaded->deviceNote.empty()) rows.emplace_back(tr("Why"), shown(loaded->deviceNote));
    if (loaded->memoryBytes > 0) rows.emplace_back(tr("Holds now"), sizeOf(loaded->memoryBytes));
    if (!loaded->weightsHash.empty()) {
      rows.emplace_back(tr("Weights' SHA-256"), shown(loaded->weightsHash));
    }
  }
  if (described.report) {
    for (const auto& [label, value] : factsOf(*described.report)) {
      rows.emplace_back(shown(label), shown(value));
    }
  } else if (described.problem) {
    rows.emplace_back(tr("Place"), shownPath(described.folder));
  }
  return rows;
}

QString loadedWords(const session::ModelInfo& info) {
  return tr("Loaded: %1 on %2, %3 tokens of context")
      .arg(shown(info.numberType), shown(info.device), QLocale().toString(info.contextLength));
}

static_assert(static_cast<int>(session::Precision::Int4) ==
              static_cast<int>(widgets::ModelChoices::Precision::Int4));
static_assert(static_cast<int>(session::DeviceChoice::Cuda) ==
              static_cast<int>(widgets::ModelChoices::Device::Cuda));

session::OpenOptions optionsFrom(const widgets::ModelChoices& choices) {
  session::OpenOptions options;
  options.precision = static_cast<session::Precision>(choices.precision);
  options.device = static_cast<session::DeviceChoice>(choices.device);
  options.threads = choices.threads;
  options.contextLength = choices.contextLength;
  return options;
}

widgets::ModelChoices choicesFrom(const session::OpenOptions& options) {
  widgets::ModelChoices choices;
  choices.precision = static_cast<widgets::ModelChoices::Precision>(options.precision);
  choices.device = static_cast<widgets::ModelChoices::Device>(options.device);
  choices.threads = options.threads;
  choices.contextLength = options.contextLength;
  return choices;
}

}  // namespace molloquy::app
