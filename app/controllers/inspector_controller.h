#pragma once

#include <QByteArray>
#include <QHash>
#include <QObject>
#include <QString>
#include <optional>
#include <stop_token>

#include "app/controllers/request_ids.h"
#include "app/document/molecule_document.h"
#include "app/workers/messages.h"

namespace molloquy::app {

/// Computed facts and drawings: of the open molecule, and small ones for lists.
class InspectorController : public QObject {
  Q_OBJECT

 public:
  InspectorController(const MoleculeDocument& document, RequestIds& ids, QObject* parent = nullptr);

  /// A drawing of the open molecule in this style; the newest style wins.
  void requestDepiction(const chem::DepictionStyle& style);
  /// A small drawing of any molecule; comes back under its key.
  void requestThumbnail(const QString& key, const std::shared_ptr<const chem::Molecule>& molecule,
                        const widgets::StructureInk& ink, QSize size, qreal devicePixelRatio);
  /// The same of a SMILES, or with atoms highlighted.
  struct Drawn {
    std::shared_ptr<const chem::Molecule> molecule;  ///< or null, and
    std::string smiles;
    std::vector<AtomIndex> highlighted;
    QColor highlight;
  };
  void requestThumbnail(const QString& key, const Drawn& drawn, const widgets::StructureInk& ink,
                        QSize size, qreal devicePixelRatio);
  /// It was scrolled away before it was drawn.
  void cancelThumbnail(const QString& key);
  /// Facts as last computed for the open molecule; empty while they are being computed.
  [[nodiscard]] const std::vector<facts::Fact>& facts() const { return m_facts; }
  /// The newest drawing of the open molecule as SVG; empty without one.
  [[nodiscard]] QByteArray drawing() const;
  [[nodiscard]] QString factValue(const char* id) const;

 public Q_SLOTS:
  void onFactsReady(const FactsReady& message);
  void onThumbnailReady(const ThumbnailReady& message);
  void onDepictionReady(const DepictionReady& message);
  void onFailed(const RequestFailed& message);

 Q_SIGNALS:
  void factsRequested(const FactsRequest& request);
  void depictionRequested(const DepictionRequest& request);

  void factsStarted();
  void factsChanged(const std::vector<facts::Fact>& facts);
  void factsFailed(const QString& sentence);
  void depictionChanged(const std::shared_ptr<const chem::Depiction>& depiction);
  void thumbnailRequested(const ThumbnailRequest& request);
  void thumbnailChanged(const QString& key, const QImage& image);
  void thumbnailFailed(const QString& key);

 private:
  void onMoleculeChanged();

  const MoleculeDocument& m_document;
  RequestIds& m_ids;
  std::vector<facts::Fact> m_facts;
  std::optional<RequestId> m_factsRequest;
  std::optional<RequestId> m_depictionRequest;
  std::optional<chem::DepictionStyle> m_style;
  std::shared_ptr<const chem::Depiction> m_drawing;
  struct Thumbnail {
    QString key;
    std::stop_source stop;
  };
  QHash<quint64, Thumbnail> m_thumbnails;  ///< by request.
};

}  // namespace molloquy::app
