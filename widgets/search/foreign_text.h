#pragma once

#include <QDateTime>
#include <QString>

#include "widgets/search/search_types.h"

namespace molloquy::theme {
struct Tokens;
}

namespace molloquy::widgets {

/// How many names of an entry are listed before "more".
inline constexpr qsizetype kFirstNames = 12;
enum class NamesShown { First, All };

/// What begins the links of a page that are actions of ours ("molloquy:names").
inline constexpr char kNamesLink[] = "molloquy:names";

/// An entry as rich text: descriptions with their sources, the table of values, the names. Every
/// text is escaped: what a server sends is shown, never read as mark-up.
QString overviewHtml(const PubChemRecordView& record, NamesShown names,
                     const theme::Tokens& tokens);
/// A section with the sources of its texts.
QString sectionHtml(const QString& heading, const std::vector<ForeignSection>& parts,
                    const theme::Tokens& tokens);
/// A sentence in place of a section.
QString noticeHtml(const QString& heading, const QString& sentence, const theme::Tokens& tokens);

/// "saved today", "saved yesterday", "saved 3 days ago", "saved on 2 May 2024".
QString savedWords(const QDateTime& saved, const QDateTime& now);

}  // namespace molloquy::widgets
