#include <QStandardPaths>

#include "app/settings/settings.h"

/// What is remembered of libraries and of the way to PubChem.
namespace molloquy::app {
namespace {

const QString kLibrary = QStringLiteral("library/location");
const QString kLibraries = QStringLiteral("library/known");
const QString kSuggestions = QStringLiteral("pubchem/suggestions");
const QString kNetworkMode = QStringLiteral("pubchem/mode");
const QString kBase = QStringLiteral("pubchem/base");
const QString kCacheLimit = QStringLiteral("pubchem/cacheBytes");
constexpr qint64 kUsualCacheLimit = 512LL * 1024 * 1024;

}  // namespace

QString Settings::library() const { return m_store.value(kLibrary).toString(); }
void Settings::setLibrary(const QString& location) { m_store.setValue(kLibrary, location); }

QStringList Settings::libraries() const { return m_store.value(kLibraries).toStringList(); }
void Settings::setLibraries(const QStringList& locations) {
  m_store.setValue(kLibraries, locations);
}

std::filesystem::path Settings::librariesHome() const {
  const QString data = QStandardPaths::writableLocation(QStandardPaths::GenericDataLocation);
  return std::filesystem::path(data.toStdString()) / "molloquy" / "libraries";
}

widgets::SuggestionConsent Settings::suggestions() const {
  const QString stored = m_store.value(kSuggestions).toString();
  return stored == QLatin1String("allowed")   ? widgets::SuggestionConsent::Allowed
         : stored == QLatin1String("refused") ? widgets::SuggestionConsent::Refused
                                              : widgets::SuggestionConsent::NotAsked;
}

void Settings::setSuggestions(widgets::SuggestionConsent consent) {
  const char* word = consent == widgets::SuggestionConsent::Allowed   ? "allowed"
                     : consent == widgets::SuggestionConsent::Refused ? "refused"
                                                                      : "";
  m_store.setValue(kSuggestions, QString::fromLatin1(word));
}

widgets::NetworkMode Settings::networkMode() const {
  const QString stored = m_store.value(kNetworkMode).toString();
  return stored == QLatin1String("offline") ? widgets::NetworkMode::Offline
         : stored == QLatin1String("off")   ? widgets::NetworkMode::Off
                                            : widgets::NetworkMode::Online;
}

void Settings::setNetworkMode(widgets::NetworkMode mode) {
  const char* word = mode == widgets::NetworkMode::Offline ? "offline"
                     : mode == widgets::NetworkMode::Off   ? "off"
                                                           : "online";
  m_store.setValue(kNetworkMode, QString::fromLatin1(word));
}

QUrl Settings::pubChemBase() const {
  const QString environment = qEnvironmentVariable("MOLLOQUY_PUBCHEM");
  return environment.isEmpty() ? m_store.value(kBase).toUrl() : QUrl(environment);
}
void Settings::setPubChemBase(const QUrl& base) { m_store.setValue(kBase, base); }

qint64 Settings::cacheLimit() const {
  const qint64 stored = m_store.value(kCacheLimit, kUsualCacheLimit).toLongLong();
  return stored < 0 ? kUsualCacheLimit : stored;
}
void Settings::setCacheLimit(qint64 bytes) { m_store.setValue(kCacheLimit, bytes); }

}  // namespace molloquy::app
