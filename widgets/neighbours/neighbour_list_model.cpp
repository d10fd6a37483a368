#include "widgets/neighbours/neighbour_list_model.h"

#include <QMimeData>

#include "widgets/depiction/formula_text.h"
#include "widgets/inspector/number_text.h"
#include "widgets/neighbours/movement_words.h"
#include "widgets/neighbours/neighbour_mime.h"

namespace molloquy::widgets {
namespace {

QString toolTip(const NeighbourCard& card) {
  const auto paragraph = [](const QString& html) {
    return QStringLiteral("<p style='margin:0 0 4px 0'>%1</p>").arg(html);
  };
  QString html = paragraph(QStringLiteral("<b>%1</b>").arg(card.name.toHtmlEscaped()));
  for (const NeighbourScore& score : card.scores) {
    html += paragraph(QStringLiteral("%1 <b>%2</b>%3")
                          .arg(score.word.toHtmlEscaped(), scoreText(score.value),
                               score.definition.isEmpty()
                                   ? QString()
                                   : QStringLiteral(": ") + score.definition.toHtmlEscaped()));
  }
  if (card.commonAtoms > 0)
    html += paragraph(NeighbourListModel::tr("%1 atoms in common").arg(card.commonAtoms));
  if (!card.text.isEmpty()) html += paragraph(card.text.toHtmlEscaped());
  if (!card.source.isEmpty()) html += paragraph(card.source.toHtmlEscaped());
  return html;
}

QString spokenMovement(const Movement& moved) {
  switch (moved.kind) {
    case Movement::Kind::New:
      return NeighbourListModel::tr("new");
    case Movement::Kind::Up:
      return NeighbourListModel::tr("up %1").arg(moved.places);
    case Movement::Kind::Down:
      return NeighbourListModel::tr("down %1").arg(moved.places);
    case Movement::Kind::None:
      break;
  }
  return {};
}

QString spoken(const NeighbourCard& card, const Movement& moved) {
  QStringList parts{card.name};
  if (!card.formula.isEmpty()) parts += spokenFormula(card.formula);
  for (const NeighbourScore& score : card.scores)
    parts += score.word + u' ' + scoreText(score.value);
  for (const QString& part : {spokenMovement(moved), card.text, card.source})
    if (!part.isEmpty()) parts += part;
  return parts.join(QStringLiteral(", "));
}

}  // namespace

QString scoreText(double value) {
  // Rounded first, so that a small negative number does not read as minus zero.
  const double shown = qRound(value * 100.0) / 100.0;
  return shownNumber(QString::number(shown + 0.0, 'f', 2));
}

NeighbourListModel::NeighbourListModel(QObject* parent) : QAbstractListModel(parent) {
  m_thumbnails.setMaxCost(kThumbnailBytes);
}

void NeighbourListModel::setCards(std::vector<NeighbourCard> cards) {
  beginResetModel();
  m_cards = std::move(cards);
  endResetModel();
}

void NeighbourListModel::setThumbnail(const QString& key, const QImage& image) {
  m_thumbnails.insert(key, new QImage(image), qMax(qsizetype(1), image.sizeInBytes()));
  const QModelIndex index = indexOfKey(key);
  if (index.isValid()) Q_EMIT dataChanged(index, index, {ThumbnailRole});
}

void NeighbourListModel::dropThumbnails() {
  m_thumbnails.clear();
  if (!m_cards.empty()) Q_EMIT dataChanged(index(0), index(rowCount() - 1), {ThumbnailRole});
}

QModelIndex NeighbourListModel::indexOfKey(const QString& key) const {
  for (int row = 0; row < rowCount(); ++row)
    if (m_cards[static_cast<std::size_t>(row)].key == key) return index(row);
  return {};
}

int NeighbourListModel::rowCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : static_cast<int>(m_cards.size());
}

Qt::ItemFlags NeighbourListModel::flags(const QModelIndex& index) const {
  if (!index.isValid()) return Qt::NoItemFlags;
  return Qt::ItemIsEnabled | Qt::ItemIsSelectable | Qt::ItemIsDragEnabled |
         Qt::ItemNeverHasChildren;
}

QVariant NeighbourListModel::data(const QModelIndex& index, int role) const {
  if (!checkIndex(index, CheckIndexOption::IndexIsValid)) return {};
  const NeighbourCard& card = m_cards[static_cast<std::size_t>(index.row())];
  switch (role) {
    case Qt::DisplayRole:
      return card.name;
    case Qt::ToolTipRole:
      return toolTip(card);
    case Qt::AccessibleTextRole:
      return spoken(card, movementOf(m_cards, index.row()));
    case KeyRole:
      return card.key;
    case ThumbnailRole: {
      const QImage* image = m_thumbnails.object(card.key);
      return image == nullptr ? QVariant() : QVariant(*image);
    }
    default:
      return {};
  }
}

QStringList NeighbourListModel::mimeTypes() const {
  return {QStringLiteral("application/x-molloquy-neighbours"), QStringLiteral("text/plain")};
}

QMimeData* NeighbourListModel::mimeData(const QModelIndexList& indexes) const {
  QStringList keys;
  QStringList names;
  for (const QModelIndex& index : indexes) {
    keys += index.data(KeyRole).toString();
    names += index.data().toString();
  }
  return keys.isEmpty() ? nullptr : neighbourMime(keys, names);
}

}  // namespace molloquy::widgets
