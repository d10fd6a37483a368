#include "app/settings/settings.h"

#include <QStandardPaths>
#include <QStringList>
#include <QVariantMap>
#include <algorithm>

namespace molloquy::app {
namespace {

const QString kScheme = QStringLiteral("appearance/scheme");
const QString kTextScale = QStringLiteral("appearance/textScale");
const QString kModelFolder = QStringLiteral("model/folder");
const QString kModelsHome = QStringLiteral("model/home");
const QString kModelFolders = QStringLiteral("model/folders");
const QString kHiddenModels = QStringLiteral("model/hidden");
const QString kOpenOptions = QStringLiteral("model/options");
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
  const QVariantMap stored = m_store.value(kOpenOptions)
                                 .toMap()
                                 .value(QString::fromStdString(model.string()))
                                 .toMap();
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
