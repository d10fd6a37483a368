#include "app/pubchem/server_fault.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QRegularExpression>
#include <QStringList>
#include <QXmlStreamReader>
#include <optional>

namespace molloquy::pubchem {

namespace {

constexpr qsizetype kLongestRead = 64 * 1024;
constexpr qsizetype kLongestWords = 500;

QByteArray start(const QByteArray& body) {
  QByteArray text = body.left(kLongestRead);
  if (text.startsWith("\xEF\xBB\xBF")) text.remove(0, 3);
  return text.trimmed();
}

QString joined(QStringList words) {
  words.removeAll(QString());
  words.removeDuplicates();
  return words.join(QStringLiteral(": ")).simplified().left(kLongestWords);
}

std::optional<ServerFault> jsonFault(const QByteArray& text) {
  const QJsonObject root = QJsonDocument::fromJson(text).object();
  const QJsonObject inner = root.value(u"Fault").toObject();
  if (inner.isEmpty()) return std::nullopt;
  QStringList words{inner.value(u"Message").toString()};
  for (const QJsonValue& one : inner.value(u"Details").toArray()) words += one.toString();
  return ServerFault{ServerFault::Form::Json, inner.value(u"Code").toString(), joined(words)};
}

std::optional<ServerFault> xmlFault(const QByteArray& text) {
  QXmlStreamReader xml(text);
  if (!xml.readNextStartElement() || xml.name() != u"Fault") return std::nullopt;
  ServerFault fault{ServerFault::Form::Xml, {}, {}};
  QStringList words;
  while (xml.readNextStartElement()) {
    const QString name = xml.name().toString();
    const QString value = xml.readElementText(QXmlStreamReader::IncludeChildElements);
    if (name == u"Code") fault.code = value.trimmed();
    if (name == u"Message" || name == u"Details") words += value;
  }
  fault.words = joined(words);
  return fault;
}

QString titleOf(const QByteArray& text) {
  static const QRegularExpression title(
      QStringLiteral("<(title|h1)[^>]*>(.*?)</\\1>"),
      QRegularExpression::CaseInsensitiveOption | QRegularExpression::DotMatchesEverythingOption);
  QString words = title.match(QString::fromUtf8(text)).captured(2);
  static const QRegularExpression tag(QStringLiteral("<[^>]*>"));
  words.remove(tag);
  return words.simplified().left(kLongestWords);
}

}  // namespace

bool looksLikePage(const QByteArray& body) {
  const QByteArray text = start(body).left(400).toLower();
  return text.startsWith("<!doctype html") || text.startsWith("<html") ||
         (text.startsWith("<") && text.contains("<html"));
}

ServerFault parseFault(const QByteArray& body) {
  const QByteArray text = start(body);
  if (text.isEmpty()) return {ServerFault::Form::Empty, {}, {}};
  if (looksLikePage(text)) return {ServerFault::Form::Page, {}, titleOf(text)};
  if (const auto fault = jsonFault(text)) return *fault;
  if (const auto fault = xmlFault(text)) return *fault;
  return {ServerFault::Form::Other, {}, QString::fromUtf8(text).simplified().left(kLongestWords)};
}

}  // namespace molloquy::pubchem
