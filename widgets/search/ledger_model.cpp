#include "widgets/search/ledger_model.h"

#include <QLocale>
#include <algorithm>
#include <utility>

#include "widgets/inspector/number_text.h"
#include "widgets/inspector/table_view.h"

namespace molloquy::widgets {
namespace {

QString bytesWords(qint64 bytes) {
  if (bytes < 1000) return LedgerModel::tr("%1 B").arg(bytes);
  return shownBytes(static_cast<quint64>(bytes));
}

QString quotedCell(QString cell) {
  const bool plain = !cell.contains(u',') && !cell.contains(u'"') && !cell.contains(u'\n');
  // A cell that begins like a formula would be computed by a spreadsheet.
  if (!cell.isEmpty() && QStringLiteral("=+-@").contains(cell.front())) cell.prepend(u'\'');
  if (plain) return cell;
  return u'"' + cell.replace(u'"', QStringLiteral("\"\"")) + u'"';
}

QString shown(const NetworkLine& line, int column) {
  switch (column) {
    case LedgerModel::Time:
      return QLocale().toString(line.at.toLocalTime(), QStringLiteral("yyyy-MM-dd HH:mm:ss"));
    case LedgerModel::Method:
      return line.method;
    case LedgerModel::Url:
      return line.url.toDisplayString();
    case LedgerModel::Sent:
      return bytesWords(line.bytesSent);
    case LedgerModel::Received:
      return bytesWords(line.bytesReceived);
    case LedgerModel::Reason:
      return line.reason;
    case LedgerModel::Outcome:
      return line.outcome;
    default:
      return {};
  }
}

QVariant sorted(const NetworkLine& line, int column) {
  switch (column) {
    case LedgerModel::Time:
      return line.number;
    case LedgerModel::Sent:
      return line.bytesSent;
    case LedgerModel::Received:
      return line.bytesReceived;
    default:
      return shown(line, column);
  }
}

}  // namespace

void LedgerModel::setLines(std::vector<NetworkLine> lines) {
  beginResetModel();
  m_lines = std::move(lines);
  m_rowOf.clear();
  for (std::size_t row = 0; row < m_lines.size(); ++row)
    m_rowOf.insert(m_lines[row].number, static_cast<int>(row));
  endResetModel();
}

void LedgerModel::put(const NetworkLine& line) {
  if (const auto known = m_rowOf.constFind(line.number); known != m_rowOf.constEnd()) {
    m_lines[static_cast<std::size_t>(*known)] = line;
    Q_EMIT dataChanged(index(*known, 0), index(*known, ColumnCount - 1));
    return;
  }
  beginInsertRows({}, rowCount(), rowCount());
  m_rowOf.insert(line.number, rowCount());
  m_lines.push_back(line);
  endInsertRows();
}

QString LedgerModel::csv() const {
  QString text =
      QStringLiteral("number,time,method,url,bytes sent,bytes received,milliseconds,why,outcome\n");
  for (const NetworkLine& line : m_lines) {
    const QStringList cells{QString::number(line.number),
                            line.at.toUTC().toString(Qt::ISODateWithMs),
                            line.method,
                            QString::fromUtf8(line.url.toEncoded()),
                            QString::number(line.bytesSent),
                            QString::number(line.bytesReceived),
                            QString::number(line.milliseconds),
                            line.reason,
                            line.outcome};
    QStringList quoted;
    for (const QString& cell : cells) quoted += quotedCell(cell);
    text += quoted.join(u',') + u'\n';
  }
  return text;
}

int LedgerModel::rowCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : static_cast<int>(m_lines.size());
}

int LedgerModel::columnCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : ColumnCount;
}

QVariant LedgerModel::data(const QModelIndex& index, int role) const {
  if (!index.isValid() || index.row() >= rowCount()) return {};
  const NetworkLine& line = m_lines[static_cast<std::size_t>(index.row())];
  const int column = index.column();
  switch (role) {
    case Qt::DisplayRole:
      return shown(line, column);
    case Qt::ToolTipRole:
      return column == Url ? QString::fromUtf8(line.url.toEncoded())
             : column == Outcome
                 ? tr("%1, after %2 ms").arg(line.outcome, shownCount(line.milliseconds))
                 : shown(line, column);
    case Qt::TextAlignmentRole:
      return static_cast<int>(
          (column == Sent || column == Received ? Qt::AlignRight : Qt::AlignLeft) |
          Qt::AlignVCenter);
    case kEmphasisRole:
      if (column == Outcome && line.failed) return static_cast<int>(Emphasis::Wrong);
      return static_cast<int>(column == Time || column == Method ? Emphasis::Secondary
                                                                 : Emphasis::Normal);
    case kSortRole:
      return sorted(line, column);
    default:
      return {};
  }
}

QVariant LedgerModel::headerData(int section, Qt::Orientation orientation, int role) const {
  if (orientation != Qt::Horizontal) return {};
  if (role == Qt::TextAlignmentRole)
    return static_cast<int>(section == Sent || section == Received ? Qt::AlignRight
                                                                   : Qt::AlignLeft);
  if (role != Qt::DisplayRole) return {};
  switch (section) {
    case Time:
      return tr("Time");
    case Method:
      return tr("Method");
    case Url:
      return tr("Address");
    case Sent:
      return tr("Sent");
    case Received:
      return tr("Received");
    case Reason:
      return tr("Why");
    case Outcome:
      return tr("Outcome");
    default:
      return {};
  }
}

LedgerFilter::LedgerFilter(QObject* parent) : QSortFilterProxyModel(parent) {
  setSortRole(LedgerModel::kSortRole);
  setDynamicSortFilter(true);
}

void LedgerFilter::setWords(const QString& words) {
  m_words = words.split(u' ', Qt::SkipEmptyParts);
  invalidateFilter();
}

bool LedgerFilter::filterAcceptsRow(int row, const QModelIndex& parent) const {
  QString all;
  for (int column = 0; column < sourceModel()->columnCount(); ++column)
    all += sourceModel()->index(row, column, parent).data().toString() + u'\n';
  return std::all_of(m_words.begin(), m_words.end(),
                     [&](const QString& word) { return all.contains(word, Qt::CaseInsensitive); });
}

}  // namespace molloquy::widgets
