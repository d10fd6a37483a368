#include "app/pubchem/annotation_json.h"

#include <QHash>
#include <QJsonArray>
#include <QSet>

#include "app/pubchem/pubchem_values.h"

namespace molloquy::pubchem {
namespace {

constexpr int kMostLevels = 20;

struct Credit {
  QString source, url;
};
using Credits = QHash<qint64, Credit>;

QString textOf(const QJsonObject& object, const char* name) {
  return object.value(QLatin1String(name)).toString().trimmed();
}

Parsed<QJsonObject> recordIn(const QByteArray& body) {
  const QString asked = QStringLiteral("the annotations");
  const Parsed<QJsonObject> object = jsonObject(body, asked);
  if (!object) return tl::unexpected(object.error());
  const QJsonValue record = object->value(QLatin1String("Record"));
  if (record.isObject()) return record.toObject();
  return tl::unexpected(
      unreadable(FailureKind::ServerError, asked, QStringLiteral("it holds no Record")));
}

Credits creditsIn(const QJsonObject& record) {
  Credits credits;
  for (const QJsonValue& value : record.value(QLatin1String("Reference")).toArray()) {
    const QJsonObject reference = value.toObject();
    const qint64 number = reference.value(QLatin1String("ReferenceNumber")).toInteger();
    QString source = textOf(reference, "SourceName");
    if (source.isEmpty()) source = textOf(reference, "Name");
    credits.insert(number, {source, textOf(reference, "URL")});
  }
  return credits;
}

/// The texts of one value: its strings, else its numbers with the unit, else what else it is.
QStringList textsOf(const QJsonObject& value) {
  QStringList texts;
  for (const QJsonValue& marked : value.value(QLatin1String("StringWithMarkup")).toArray()) {
    const QString text = textOf(marked.toObject(), "String");
    if (!text.isEmpty()) texts.append(text);
  }
  const QString unit = textOf(value, "Unit");
  QStringList numbers;
  for (const QJsonValue& number : value.value(QLatin1String("Number")).toArray()) {
    const QString shown = shownValue(number);
    if (!shown.isEmpty()) numbers.append(shown);
  }
  if (!numbers.isEmpty()) {
    texts.append(unit.isEmpty() ? numbers.join(QStringLiteral(", "))
                                : numbers.join(QStringLiteral(", ")) + u' ' + unit);
  } else if (!unit.isEmpty() && texts.size() == 1) {
    texts.front() += u' ' + unit;
  }
  for (const QJsonValue& answer : value.value(QLatin1String("Boolean")).toArray()) {
    if (answer.isBool()) {
      texts.append(answer.toBool() ? QStringLiteral("yes") : QStringLiteral("no"));
    }
  }
  for (const char* name : {"DateISO8601", "ExternalDataURL"}) {
    for (const QJsonValue& text : value.value(QLatin1String(name)).toArray()) {
      if (!text.toString().isEmpty()) texts.append(text.toString());
    }
  }
  return texts;
}

/// "Experimental: 135 °C": what the value is called stands before it.
QString named(const QString& name, const QString& text) {
  return name.isEmpty() ? text : name + QStringLiteral(": ") + text;
}

std::vector<AnnotationText> annotationTexts(const QJsonObject& section, const Credits& credits,
                                            const QString& heading) {
  std::vector<AnnotationText> texts;
  for (const QJsonValue& item : section.value(QLatin1String("Information")).toArray()) {
    const QJsonObject information = item.toObject();
    const Credit credit =
        credits.value(information.value(QLatin1String("ReferenceNumber")).toInteger());
    QString name = textOf(information, "Name");
    if (name == heading) name.clear();
    const QString own = textOf(information, "URL");
    for (const QString& text : textsOf(information.value(QLatin1String("Value")).toObject())) {
      texts.push_back({.text = named(name, text),
                       .source = credit.source,
                       .url = credit.url.isEmpty() ? own : credit.url});
    }
  }
  return texts;
}

void takeSections(const QJsonObject& parent, int level, const Credits& credits,
                  std::vector<AnnotationSection>& sections) {
  if (level >= kMostLevels) return;
  for (const QJsonValue& value : parent.value(QLatin1String("Section")).toArray()) {
    const QJsonObject section = value.toObject();
    const QString heading = textOf(section, "TOCHeading");
    sections.push_back(
        {.heading = heading, .level = level, .texts = annotationTexts(section, credits, heading)});
    takeSections(section, level + 1, credits, sections);
  }
}

void takeHeadings(const QJsonObject& parent, int level, QStringList& headings,
                  QSet<QString>& seen) {
  if (level >= kMostLevels) return;
  for (const QJsonValue& value : parent.value(QLatin1String("Section")).toArray()) {
    const QString heading = textOf(value.toObject(), "TOCHeading");
    if (!heading.isEmpty() && !seen.contains(heading)) {
      seen.insert(heading);
      headings.append(heading);
    }
    takeHeadings(value.toObject(), level + 1, headings, seen);
  }
}

}  // namespace

Parsed<QStringList> headingsIn(const QByteArray& body) {
  const Parsed<QJsonObject> record = recordIn(body);
  if (!record) return tl::unexpected(record.error());
  QStringList headings;
  QSet<QString> seen;
  takeHeadings(*record, 0, headings, seen);
  return headings;
}

Parsed<std::vector<AnnotationSection>> annotationsIn(const QByteArray& body) {
  const Parsed<QJsonObject> record = recordIn(body);
  if (!record) return tl::unexpected(record.error());
  std::vector<AnnotationSection> sections;
  takeSections(*record, 0, creditsIn(*record), sections);
  return sections;
}

}  // namespace molloquy::pubchem
