#include "app/settings/settings.h"

#include <QStandardPaths>
#include <QStringList>
#include <QVariantMap>
#include <algorithm>

#include "render/view_state_json.h"

namespace molloquy::app {
namespace {

const QString kScheme = QStringLiteral("appearance/scheme");
const QString kTextScale = QStringLiteral("appearance/textScale");
const QString kModelFolder = QStringLiteral("model/folder");
const QString kModelsHome = QStringLiteral("model/home");
const QString kModelFolders = QStringLiteral("model/folders");
const QString kHiddenModels = QStringLiteral("model/hidden");
const QString kOpenOptions = QStringLiteral("model/options");
const QString kViewStyle = QStringLiteral("view/style");
const QString kLabelScale = QStringLiteral("view/labelScale");
const QString kEnergyMethod = QStringLiteral("calculation/method");
const QString kGesturePreset = QStringLiteral("keys/preset");
const QString kGestureChanges = QStringLiteral("keys/changes");
const QString kWheelOutward = QStringLiteral("keys/wheelZoomsOut");
const QString kNumpadViews = QStringLiteral("keys/numpadViews");
const QString kLetterBBromine = QStringLiteral("keys/letterBIsBromine");
const QString kZoomSpeed = QStringLiteral("keys/zoomSpeed");
const QString kTourDone = QStringLiteral("tour/done");
const QString kLastFolder = QStringLiteral("files/lastFolder");
const QString kLayout = QStringLiteral("layout/");

using Folders = std::vector<std::filesystem::path>;

Folders readFolders(const QSettings& store, const QString& key) {
  Folders folders;
  for (const QString& folder : store.value(key).toStringList()) {
    folders.emplace_back(folder.toStdString());
  }
  return folders;
}

void writeFolders(QSettings& store, const QString& key, const Folders& folders) {
  QStringList names;
  for (const std::filesystem::path& folder : folders) {
    names << QString::fromStdString(folder.string());
  }
  store.setValue(key, names);
}

/// A stored number within [0, last]; 0 for anything else.
int readChoice(const QVariantMap& stored, const QString& key, int last) {
  const int value = stored.value(key).toInt();
  return value < 0 || value > last ? 0 : value;
}

}  // namespace

Settings::Settings() : m_store(QStringLiteral("molloquy"), QStringLiteral("molloquy")) {}

SchemeChoice Settings::scheme() const {
  const QString name = m_store.value(kScheme).toString();
  if (name == QLatin1String("light")) return SchemeChoice::Light;
  if (name == QLatin1String("dark")) return SchemeChoice::Dark;
  return SchemeChoice::System;
}

void Settings::setScheme(SchemeChoice choice) {
  const char* name = choice == SchemeChoice::Light  ? "light"
                     : choice == SchemeChoice::Dark ? "dark"
                                                    : "system";
  m_store.setValue(kScheme, QString::fromLatin1(name));
}

double Settings::textScale() const {
  return std::clamp(m_store.value(kTextScale, 1.0).toDouble(), 1.0, 2.0);
}

void Settings::setTextScale(double scale) { m_store.setValue(kTextScale, scale); }

std::optional<std::filesystem::path> Settings::modelFolder() const {
  const QString folder = m_store.value(kModelFolder).toString();
  if (folder.isEmpty()) return std::nullopt;
  return std::filesystem::path(folder.toStdString());
}

void Settings::setModelFolder(const std::filesystem::path& folder) {
  m_store.setValue(kModelFolder, QString::fromStdString(folder.string()));
}

std::filesystem::path Settings::modelsHome() const {
  const QString chosen = m_store.value(kModelsHome).toString();
  if (!chosen.isEmpty()) return chosen.toStdString();
  const QString data = QStandardPaths::writableLocation(QStandardPaths::GenericDataLocation);
  return (data + QStringLiteral("/molloquy/models")).toStdString();
}

void Settings::setModelsHome(const std::filesystem::path& folder) {
  m_store.setValue(kModelsHome, QString::fromStdString(folder.string()));
}

Folders Settings::modelFolders() const { return readFolders(m_store, kModelFolders); }

void Settings::setModelFolders(const Folders& folders) {
  writeFolders(m_store, kModelFolders, folders);
}

Folders Settings::hiddenModels() const { return readFolders(m_store, kHiddenModels); }

void Settings::setHiddenModels(const Folders& folders) {
  writeFolders(m_store, kHiddenModels, folders);
}

session::OpenOptions Settings::openOptions(const std::filesystem::path& model) const {
  const QVariantMap stored =
      m_store.value(kOpenOptions).toMap().value(QString::fromStdString(model.string())).toMap();
  session::OpenOptions options;
  options.precision = static_cast<session::Precision>(
      readChoice(stored, QStringLiteral("precision"), static_cast<int>(session::Precision::Int4)));
  options.device = static_cast<session::DeviceChoice>(
      readChoice(stored, QStringLiteral("device"), static_cast<int>(session::DeviceChoice::Cuda)));
  options.threads = readChoice(stored, QStringLiteral("threads"), 1024);
  options.contextLength = readChoice(stored, QStringLiteral("context"), 10'000'000);
  return options;
}

void Settings::setOpenOptions(const std::filesystem::path& model,
                              const session::OpenOptions& options) {
  QVariantMap all = m_store.value(kOpenOptions).toMap();
  all.insert(QString::fromStdString(model.string()),
             QVariantMap{{QStringLiteral("precision"), static_cast<int>(options.precision)},
                         {QStringLiteral("device"), static_cast<int>(options.device)},
                         {QStringLiteral("threads"), options.threads},
                         {QStringLiteral("context"), options.contextLength}});
  m_store.setValue(kOpenOptions, all);
}

render::ViewStyle Settings::viewStyle() const {
  const std::string text = m_store.value(kViewStyle).toString().toStdString();
  if (text.empty()) return {};
  // A setting that cannot be read is no reason to stop: the style begins anew.
  const auto read = render::viewStateFromJson(text, 0);
  return read ? read->state.style : render::ViewStyle();
}

void Settings::setViewStyle(const render::ViewStyle& style) {
  m_store.setValue(kViewStyle,
                   QString::fromStdString(render::toJson(render::ViewState{style, {}, {}, {}})));
}

double Settings::labelScale() const {
  return std::clamp(m_store.value(kLabelScale, 1.0).toDouble(), 0.75, 3.0);
}

void Settings::setLabelScale(double scale) { m_store.setValue(kLabelScale, scale); }

energy::EnergyMethod Settings::energyMethod() const {
  const int last = static_cast<int>(energy::EnergyMethod::Gfn2);
  const int stored =
      m_store.value(kEnergyMethod, static_cast<int>(energy::EnergyMethod::Mmff94s)).toInt();
  return stored < 0 || stored > last ? energy::EnergyMethod::Mmff94s
                                     : static_cast<energy::EnergyMethod>(stored);
}

void Settings::setEnergyMethod(energy::EnergyMethod method) {
  m_store.setValue(kEnergyMethod, static_cast<int>(method));
}

widgets::GesturePreset Settings::gestures() const {
  using Hand = widgets::HandOptions;
  widgets::GesturePreset preset(widgets::presetOf(m_store.value(kGesturePreset).toString())
                                    .value_or(widgets::PresetBase::Default));
  QMap<QString, QString> changes;
  const QVariantMap stored = m_store.value(kGestureChanges).toMap();
  for (auto it = stored.begin(); it != stored.end(); ++it) changes[it.key()] = it->toString();
  preset.applyChanges(changes);
  Hand hand;
  if (m_store.value(kWheelOutward).toBool()) hand.wheel = Hand::Wheel::ForwardZoomsOut;
  if (m_store.value(kNumpadViews).toBool()) hand.numpadViews = Hand::NumpadViews::On;
  if (m_store.value(kLetterBBromine).toBool()) hand.letterB = Hand::LetterB::Bromine;
  hand.zoomSpeed = std::clamp(m_store.value(kZoomSpeed, 1.0).toDouble(), 0.25, 4.0);
  preset.setOptions(hand);
  return preset;
}

void Settings::setGestures(const widgets::GesturePreset& gestures) {
  using Hand = widgets::HandOptions;
  m_store.setValue(kGesturePreset, widgets::presetId(gestures.base()));
  QVariantMap changes;
  const QMap<QString, QString> changed = gestures.changes();
  for (auto it = changed.begin(); it != changed.end(); ++it) changes[it.key()] = it.value();
  m_store.setValue(kGestureChanges, changes);
  const Hand& hand = gestures.options();
  m_store.setValue(kWheelOutward, hand.wheel == Hand::Wheel::ForwardZoomsOut);
  m_store.setValue(kNumpadViews, hand.numpadViews == Hand::NumpadViews::On);
  m_store.setValue(kLetterBBromine, hand.letterB == Hand::LetterB::Bromine);
  m_store.setValue(kZoomSpeed, hand.zoomSpeed);
}

bool Settings::tourDone() const { return m_store.value(kTourDone, false).toBool(); }

void Settings::setTourDone() { m_store.setValue(kTourDone, true); }

QString Settings::lastFolder() const { return m_store.value(kLastFolder).toString(); }

void Settings::setLastFolder(const QString& folder) { m_store.setValue(kLastFolder, folder); }

QByteArray Settings::layout(const QString& part) const {
  return m_store.value(kLayout + part).toByteArray();
}

void Settings::setLayout(const QString& part, const QByteArray& state) {
  m_store.setValue(kLayout + part, state);
}

}  // namespace molloquy::app
