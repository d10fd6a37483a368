#include "widgets/search/foreign_text.h"

#include <QCoreApplication>
#include <QLocale>
#include <array>

#include "widgets/inspector/number_text.h"
#include "widgets/theme/fonts.h"
#include "widgets/theme/tokens.h"

namespace molloquy::widgets {
namespace {

struct Words {
  Q_DECLARE_TR_FUNCTIONS(PubChemPage)
};

QString span(const QColor& colour, const QString& inside) {
  return QStringLiteral("<span style=\"color:%1\">%2</span>").arg(colour.name(), inside);
}

/// Only what a browser can safely open is a link.
bool isWebPage(const QUrl& url) {
  return url.isValid() &&
         (url.scheme() == QStringLiteral("https") || url.scheme() == QStringLiteral("http"));
}

QString link(const QString& target, const QString& words, const theme::Tokens& t) {
  return QStringLiteral("<a href=\"%1\" style=\"color:%2; text-decoration:none\">%3</a>")
      .arg(target.toHtmlEscaped(), t.accent.name(), words.toHtmlEscaped());
}

QString credit(const ForeignText& text, const theme::Tokens& t) {
  if (text.source.isEmpty() && !isWebPage(text.url)) return {};
  const QString words = text.source.isEmpty() ? text.url.host() : text.source;
  const QString name = isWebPage(text.url) ? link(QString::fromUtf8(text.url.toEncoded()), words, t)
                                           : words.toHtmlEscaped();
  return span(t.text3, Words::tr("Source:").toHtmlEscaped() + u' ' + name);
}

QString paragraph(const ForeignText& text, const theme::Tokens& t) {
  const int small = theme::font(theme::TextRole::Secondary).pixelSize();
  QString html = QStringLiteral("<p style=\"margin:0 0 2px 0; line-height:125%\">%1</p>")
                     .arg(text.text.toHtmlEscaped().replace(u'\n', QStringLiteral("<br>")));
  const QString source = credit(text, t);
  html += QStringLiteral("<p style=\"margin:0 0 %1px 0; font-size:%2px\">%3</p>")
              .arg(theme::scaled(10))
              .arg(small > 0 ? small : 12)
              .arg(source);
  return html;
}

QString head(const QString& words, const theme::Tokens& t) {
  return QStringLiteral("<p style=\"margin:%1px 0 %2px 0; font-weight:600; color:%3\">%4</p>")
      .arg(theme::scaled(6))
      .arg(theme::scaled(4))
      .arg(t.text2.name(), words.toHtmlEscaped());
}

QString valueRow(const ForeignValue& value, const theme::Tokens& t) {
  const QString cell = QStringLiteral(
      "<td style=\"padding:%1px %2px %1px 0; border-bottom:1px solid %3\" align=\"%4\">%5</td>");
  const auto made = [&](const QString& align, const QString& inside) {
    return cell.arg(theme::scaled(3)).arg(theme::scaled(14)).arg(t.line.name(), align, inside);
  };
  const QString unit =
      value.unit.isEmpty() ? QString() : u' ' + span(t.text3, value.unit.toHtmlEscaped());
  const QString ours = value.ours.isEmpty()
                           ? span(t.text3, Words::tr("not computed here").toHtmlEscaped())
                           : shownNumber(value.ours).toHtmlEscaped();
  return QStringLiteral("<tr>") +
         made(QStringLiteral("left"), span(t.text2, value.label.toHtmlEscaped())) +
         made(QStringLiteral("right"), shownNumber(value.value).toHtmlEscaped() + unit) +
         made(QStringLiteral("right"), ours) +
         made(QStringLiteral("left"), span(t.text2, value.definition.toHtmlEscaped())) +
         QStringLiteral("</tr>");
}

QString valueTable(const std::vector<ForeignValue>& values, const theme::Tokens& t) {
  if (values.empty()) return {};
  QString html = QStringLiteral(
      "<p style=\"margin:0; font-size:6px\">&nbsp;</p><table cellspacing=\"0\" "
      "width=\"100%\"><tr>");
  const QStringList heads{QString(), Words::tr("PubChem"), Words::tr("Here"),
                          Words::tr("What the numbers mean")};
  // Percent of the width: the definition is a sentence or two.
  constexpr std::array kShares{20, 12, 14, 54};
  for (qsizetype column = 0; column < heads.size(); ++column)
    html += QStringLiteral(
                "<td style=\"padding:0 %1px %2px 0; border-bottom:1px solid %3; color:%4\" "
                "align=\"%5\" width=\"%7%\">%6</td>")
                .arg(theme::scaled(14))
                .arg(theme::scaled(3))
                .arg(t.line.name(), t.text3.name(),
                     column == 1 || column == 2 ? QStringLiteral("right") : QStringLiteral("left"),
                     heads[column].toHtmlEscaped())
                .arg(kShares[static_cast<std::size_t>(column)]);
  html += QStringLiteral("</tr>");
  for (const ForeignValue& value : values) html += valueRow(value, t);
  return html + QStringLiteral("</table><p style=\"margin:0; font-size:6px\">&nbsp;</p>");
}

QString nameList(const QStringList& names, NamesShown shown, const theme::Tokens& t) {
  if (names.isEmpty()) return {};
  const QStringList listed = shown == NamesShown::All ? names : names.mid(0, kFirstNames);
  QString html = head(Words::tr("Other names"), t) +
                 QStringLiteral("<p style=\"margin:0; line-height:125%\">") +
                 listed.join(QStringLiteral(" · ")).toHtmlEscaped();
  if (names.size() > kFirstNames) {
    const QString words = shown == NamesShown::All
                              ? Words::tr("Fewer names")
                              : Words::tr("%1 more").arg(shownCount(names.size() - kFirstNames));
    html += QStringLiteral(" &nbsp; ") + link(QString::fromLatin1(kNamesLink), words, t);
  }
  return html + QStringLiteral("</p>");
}

}  // namespace

QString overviewHtml(const PubChemRecordView& record, NamesShown names, const theme::Tokens& t) {
  QString html;
  for (const ForeignText& text : record.descriptions) html += paragraph(text, t);
  if (record.descriptions.empty())
    html += QStringLiteral("<p style=\"margin:0 0 8px 0\">%1</p>")
                .arg(span(t.text3,
                          Words::tr("PubChem has no description of this entry.").toHtmlEscaped()));
  return html + valueTable(record.values, t) + nameList(record.synonyms, names, t);
}

QString sectionHtml(const QString& heading, const std::vector<ForeignSection>& parts,
                    const theme::Tokens& t) {
  QString html;
  qsizetype texts = 0;
  for (const ForeignSection& part : parts) {
    if (part.heading != heading || part.level > 0) html += head(part.heading, t);
    for (const ForeignText& text : part.texts) html += paragraph(text, t);
    texts += static_cast<qsizetype>(part.texts.size());
  }
  return texts > 0 ? html
                   : noticeHtml(heading, Words::tr("PubChem has no text in this section."), t);
}

QString noticeHtml(const QString& heading, const QString& sentence, const theme::Tokens& t) {
  return head(heading, t) + QStringLiteral("<p style=\"margin:0\">%1</p>")
                                .arg(span(t.text2, sentence.toHtmlEscaped()));
}

QString savedWords(const QDateTime& saved, const QDateTime& now) {
  const qint64 days = saved.toLocalTime().date().daysTo(now.toLocalTime().date());
  if (days <= 0) return Words::tr("saved today");
  if (days == 1) return Words::tr("saved yesterday");
  if (days < 60) return Words::tr("saved %1 days ago").arg(days);
  return Words::tr("saved on %1")
      .arg(QLocale().toString(saved.toLocalTime().date(), QStringLiteral("d MMMM yyyy")));
}

}  // namespace molloquy::widgets
